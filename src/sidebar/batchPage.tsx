import { Fragment, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { PAGE_ROWS, readBatchOrder, readToBatchPage } from '../presentation/batchPage/messages';
import type { BatchColumnId, BatchOrder, BatchRows, BatchSummary, FromBatchPage } from '../presentation/batchPage/messages';
import './batchPage.css';

interface Host {
  postMessage(message: FromBatchPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const send = (message: FromBatchPage): void => { host.postMessage(message); };

/** The plan of a batch: what it takes and what fits, and its rows in any order. */
function BatchPage() {
  const [summary, setSummary] = useState<BatchSummary>();
  const [rows, setRows] = useState<BatchRows>();

  useEffect(() => {
    const heard = ({ data }: MessageEvent<unknown>): void => {
      const message = readToBatchPage(data);
      if (message?.type === 'batch') setSummary(message);
      if (message?.type === 'rows') {
        setRows(message);
        host.setState(message.order);
      }
    };
    window.addEventListener('message', heard);
    send({ type: 'ready', order: readBatchOrder(host.getState()), from: 0 });
    return () => { window.removeEventListener('message', heard); };
  }, []);
  if (!summary) return <p role="status">…</p>;

  const { title, headline, progress, lines, changesTitle, changes, problemsTitle, problems, actions } = summary;
  return (
    <>
      <h1>{title}</h1>
      {progress && (
        <p class="progress">
          <progress aria-label={progress.text} value={progress.read} max={progress.of} />
          <span>{progress.text}</span>
          <button type="button" onClick={() => { send({ type: 'run', command: 'stop' }); }}>{progress.stop}</button>
        </p>
      )}
      <div role={progress ? 'group' : 'status'}>
        <p class="headline">{headline}</p>
        <ul>{lines.map(({ text, level }) => <li key={text} class={level}>{text}</li>)}</ul>
      </div>
      {changes.length > 0 && (
        <section aria-labelledby="changes">
          <h2 id="changes">{changesTitle}</h2>
          <ul>{changes.map((text) => <li key={text}>{text}</li>)}</ul>
        </section>
      )}
      {problems.length > 0 && (
        <section aria-labelledby="problems">
          <h2 id="problems">{problemsTitle}</h2>
          <ul>{problems.map((text) => <li key={text}>{text}</li>)}</ul>
        </section>
      )}
      <p class="actions">
        {actions.map(({ command, label }) => <button type="button" key={command} onClick={() => { send({ type: 'run', command }); }}>{label}</button>)}
      </p>
      {rows && rows.total > 0 && <Rows summary={summary} shown={rows} />}
    </>
  );
}

function Rows({ summary: { columns, words }, shown }: { readonly summary: BatchSummary; readonly shown: BatchRows }) {
  const { order, from, total, range, rows } = shown;
  const ask = (next: BatchOrder, start = 0): void => { send({ type: 'rows', order: next, from: start }); };
  const sortBy = (column: BatchColumnId, isNumber: boolean): void => {
    ask({ column, descending: order.column === column ? !order.descending : isNumber && column !== 'row' });
  };
  const sortOf = (column: BatchColumnId) => (order.column !== column ? 'none' : order.descending ? 'descending' : 'ascending');
  return (
    <>
      <nav class="pages" aria-label={words.table}>
        <span role="status">{range}</span>
        {total > PAGE_ROWS && <button type="button" disabled={from === 0} onClick={() => { ask(order, Math.max(0, from - PAGE_ROWS)); }}>{words.previous}</button>}
        {total > PAGE_ROWS && <button type="button" disabled={from + PAGE_ROWS >= total} onClick={() => { ask(order, from + PAGE_ROWS); }}>{words.next}</button>}
        {order.column !== null && <button type="button" onClick={() => { ask({ column: null, descending: false }); }}>{words.planOrder}</button>}
      </nav>
      <div class="scroll" tabIndex={0} role="region" aria-label={words.table}>
        <table>
          <caption class="unseen">{words.table}</caption>
          <thead>
            <tr>
              {columns.map(({ id, label, isNumber }) => (
                <th key={id} scope="col" class={isNumber ? 'number' : ''} aria-sort={sortOf(id)}>
                  <button type="button" onClick={() => { sortBy(id, isNumber); }}>{label}</button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, cells, kind, isCut }) => (
              <Fragment key={id}>
                {isCut && <tr class="cut"><td colSpan={columns.length}>{words.cut}</td></tr>}
                <tr class={kind}>
                  {cells.map((cell, index) => (
                    <td key={index} class={columns[index]?.isNumber ? 'number' : ''}>
                      {index === 0 ? <button type="button" class="link" onClick={() => { send({ type: 'reveal', id }); }}>{cell}</button> : cell}
                    </td>
                  ))}
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const root = document.getElementById('page');
if (root) {
  root.replaceChildren();
  render(<BatchPage />, root);
}
