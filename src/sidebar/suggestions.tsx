import type { Sections } from '../presentation/sidebar/messages';
import { send } from './host';
import { Section } from './section';

export function Suggestions({ suggestions }: { readonly suggestions: Sections['suggestions'] }) {
  return (
    <Section name="suggestions">
      <ul class="requests">
        {suggestions.map(({ line, title, saving, givesUp }, index) => (
          <li key={index}>
            <button type="button" class="request" onClick={() => { send({ type: 'suggestion', row: index }); }}>
              <span class="line">{line}</span>
              <span class="title">{title}</span>
              <span class="price">{saving}</span>
              <span class="note">{givesUp}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
