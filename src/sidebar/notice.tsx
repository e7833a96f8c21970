import type { Notice } from '../presentation/sidebar/messages';
import { send } from './host';

/** What there is to say where there is nothing to show, and the next steps. */
export function NoticeText({ notice: { text, isFault, actions } }: { readonly notice: Notice }) {
  return (
    <div class={isFault ? 'notice fault' : 'notice'}>
      <p>{text}</p>
      {actions.length > 0 && (
        <p class="actions">
          {actions.map(({ label, command }) => (
            <button type="button" key={command} onClick={() => { send({ type: 'run', command }); }}>{label}</button>
          ))}
        </p>
      )}
    </div>
  );
}
