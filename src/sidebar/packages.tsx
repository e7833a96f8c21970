import type { Sections } from '../presentation/sidebar/messages';
import { Lines } from './lines';
import { NoticeText } from './notice';
import { Section } from './section';

export function Packages({ packages: { items, notes, notice } }: { readonly packages: Sections['packages'] }) {
  return (
    <Section name="packages">
      {items.map(({ name, left, level, bar, label, lines }, index) => (
        <article class={`standing ${level}`} aria-label={name} key={index}>
          <p class="head"><strong>{name}</strong> <span class="left">{left}</span></p>
          <div class="bar" role="img" aria-label={label}><span class="spent" style={{ width: `${bar}%` }} /></div>
          <Lines lines={lines} />
        </article>
      ))}
      <Lines lines={notes} />
      {notice && <NoticeText notice={notice} />}
    </Section>
  );
}
