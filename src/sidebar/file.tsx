import type { RequestRow, Sections } from '../presentation/sidebar/messages';
import { usePage } from './context';
import { send } from './host';
import { Lines } from './lines';
import { NoticeText } from './notice';
import { Section } from './section';

/** The requests of the file in the editor; a click shows one there. */
export function File({ file: { name, rows, total, notice } }: { readonly file: Sections['file'] }) {
  const { label } = usePage();
  return (
    <Section name="file">
      {name !== '' && <p class="file-name" title={name}>{name}</p>}
      {rows.length > 0 && (
        <ul class="requests" aria-label={label('requests')}>
          {rows.map((row, index) => <li key={index}><Request row={row} index={index} /></li>)}
        </ul>
      )}
      <Lines lines={total} />
      {notice && <NoticeText notice={notice} />}
    </Section>
  );
}

function Request({ row: { line, title, price, note, over, isCurrent }, index }: { readonly row: RequestRow; readonly index: number }) {
  return (
    <button type="button" class="request" aria-current={isCurrent} onClick={() => { send({ type: 'reveal', row: index }); }}>
      <span class="line">{line}</span>
      <span class="title">{title}</span>
      <span class="price">{price}</span>
      {note !== '' && <span class="note">{note}</span>}
      {over !== '' && <span class="note over">{over}</span>}
    </button>
  );
}
