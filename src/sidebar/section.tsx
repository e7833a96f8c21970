import type { ComponentChildren } from 'preact';
import type { Labels } from '../presentation/sidebar/labels';
import { usePage } from './context';

/** A part of the page under a heading that folds it. */
export function Section({ name, children }: { readonly name: keyof Labels; readonly children: ComponentChildren }) {
  const { label, saved, change } = usePage();
  const isOpen = !saved.collapsed.includes(name);
  const toggle = (): void => {
    change({ collapsed: isOpen ? [...saved.collapsed, name] : saved.collapsed.filter((other) => other !== name) });
  };
  return (
    <section aria-labelledby={`head-${name}`}>
      <h2 id={`head-${name}`}>
        <button type="button" class="fold" aria-expanded={isOpen} aria-controls={`body-${name}`} onClick={toggle}>
          <svg class="chevron" viewBox="0 0 16 16" aria-hidden="true"><path d="M6 4l4 4-4 4" /></svg>
          {label(name)}
        </button>
      </h2>
      <div id={`body-${name}`} class="body" hidden={!isOpen}>{isOpen && children}</div>
    </section>
  );
}
