import type { PageCommand, Sections } from '../presentation/sidebar/messages';
import { usePage } from './context';
import { send } from './host';
import { Lines } from './lines';

/** Where the prices come from, and what can be done about the page as a whole. */
export function Footer({ footer: { lines } }: { readonly footer: Sections['footer'] }) {
  const { label } = usePage();
  const button = (text: string, command: PageCommand) => (
    <button type="button" class="link" onClick={() => { send({ type: 'run', command }); }}>{text}</button>
  );
  return (
    <section class="footer" aria-label={label('prices')}>
      <Lines lines={lines} />
      <p class="actions">{button(label('refresh'), 'refresh')}{button(label('export'), 'exportUsage')}{button(label('wrongPrice'), 'reportWrongPrice')}</p>
    </section>
  );
}
