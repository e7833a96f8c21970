import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Labels } from '../presentation/sidebar/labels';
import type { LogQuery, LogRow, LogWindow } from '../presentation/sidebar/messages';
import { usePage } from './context';
import { send } from './host';
import { placeOf, rowsInView, scrollTo, windowAround } from './scrolling';

const SORTS = ['time', 'request', 'state', 'estimate', 'amount'] as const;

/** The rows of the log in a box of its own, however many there are; the keys of a list move through all of them. */
export function LogRows({ shown, query, isSearching }: { readonly shown: LogWindow; readonly query: LogQuery; readonly isSearching: boolean }) {
  const { label } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 0, rowHeight: 0 });
  const [active, setActive] = useState(0);
  const [isMoving, setIsMoving] = useState(false);
  const asked = useRef({ from: 0, to: 0 });
  const { first, last, height, offset } = rowsInView(view, shown.total);

  const measure = (): void => {
    const element = box.current;
    const probe = element?.querySelector('.probe');
    if (element && probe) setView({ top: element.scrollTop, height: element.clientHeight, rowHeight: probe.getBoundingClientRect().height });
  };
  const onScroll = ({ currentTarget: { scrollTop } }: { currentTarget: HTMLElement }): void => { setView((known) => ({ ...known, top: scrollTop })); };
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (box.current) observer.observe(box.current);
    return () => { observer.disconnect(); };
  }, []);
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
    setActive(0);
    asked.current = { from: 0, to: 0 };
  }, [query]);
  useEffect(() => {
    const wanted = windowAround(first, last, shown, asked.current);
    if (!wanted) return;
    asked.current = wanted;
    send({ type: 'log', query, ...wanted });
  }, [first, last, shown, query]);
  useEffect(() => {
    if (!isMoving) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    row?.focus({ preventScroll: true });
    if (row && shown.rows[active - shown.from]) setIsMoving(false);
  }, [active, isMoving, shown, view]);

  const move = (row: number): void => {
    const next = Math.max(0, Math.min(shown.total - 1, row));
    setActive(next);
    setIsMoving(true);
    const place = scrollTo(next, view, shown.total);
    if (box.current && place !== undefined) box.current.scrollTop = place;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, last - first - 2);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -shown.total, End: shown.total };
    const step = steps[event.key];
    if (step === undefined) {
      if (event.key === 'Enter') openMenu(event.target);
      return;
    }
    event.preventDefault();
    move(active + step);
  };

  const places = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return (
    <div class="log" role="grid" aria-label={label('entries')} aria-busy={isSearching} aria-rowcount={shown.total + 1}>
      <div role="rowgroup"><Head /></div>
      <div class="rows" role="rowgroup" ref={box} onScroll={onScroll} onKeyDown={onKeyDown}>
        <div class="probe row" aria-hidden="true"><span class="when">0</span></div>
        <div class="space" role="presentation" style={{ height: `${height}px` }}>
          {places.map((place) => (
            <Row key={place} row={shown.rows[place - shown.from]} place={place} top={offset + placeOf(place - first, view)} isActive={place === active || (place === first && (active < first || active >= last))} onFocus={setActive} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Head() {
  const { label, saved: { query }, change } = usePage();
  const sortOf = (name: (typeof SORTS)[number]) => (name === 'estimate' ? undefined : name);
  const head = (name: (typeof SORTS)[number]) => {
    const sort = sortOf(name);
    if (!sort) return <span role="columnheader" class="head-estimate" key={name}>{label(name)}</span>;
    const isChosen = query.sort === sort;
    const next = isChosen ? !query.descending : sort === 'time' || sort === 'amount';
    return (
      <span role="columnheader" key={name} class={`head-${name}`} aria-sort={isChosen ? (query.descending ? 'descending' : 'ascending') : 'none'}>
        <button type="button" onClick={() => { change({ query: { ...query, sort, descending: next } }); }}>{label(name satisfies keyof Labels)}</button>
      </span>
    );
  };
  return <div class="row heads" role="row" aria-rowindex={1}>{SORTS.map(head)}<span role="columnheader" class="head-menu"><span class="unseen">{label('more')}</span></span></div>;
}

interface RowProps {
  /** Absent until the editor has told it. */
  readonly row: LogRow | undefined;
  /** From 0, of all that pass the filters. */
  readonly place: number;
  readonly top: number;
  readonly isActive: boolean;
  readonly onFocus: (place: number) => void;
}

function Row({ row, place, top, isActive, onFocus }: RowProps) {
  const { label } = usePage();
  const context = row && { klingCostEntry: true, klingCostState: row.state, entryId: row.id, preventDefaultContextMenuItems: true };
  return (
    <div class={`row entry ${row?.state ?? ''} ${row?.estimate ? 'estimated' : ''}`} role="row" aria-rowindex={place + 2} data-row={place} tabIndex={isActive ? 0 : -1} style={{ transform: `translateY(${top.toFixed(1)}px)` }}
      onFocus={() => { onFocus(place); }} {...(context && row.id !== '' ? { 'data-vscode-context': JSON.stringify(context) } : {})}>
      <span role="gridcell" class="when">{row?.when ?? '…'}</span>
      <span role="gridcell" class="what" title={row?.detail}>{row?.what}{row && row.detail !== '' && <span class="detail"> {row.detail}</span>}</span>
      <span role="gridcell" class="state">{row?.stateName}</span>
      <span role="gridcell" class="estimate" data-label={label('estimate')}>{row?.estimate}</span>
      <span role="gridcell" class="charge">{row?.charge}</span>
      <span role="gridcell" class="menu">
        {row && row.id !== '' && <button type="button" tabIndex={-1} aria-label={label('more')} onClick={({ currentTarget }) => { openMenu(currentTarget); }}>⋯</button>}
      </span>
    </div>
  );
}

/** The editor shows its own menu for a row, as it does on a right click. */
function openMenu(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement)) return;
  const { left, bottom } = target.getBoundingClientRect();
  target.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: left + 8, clientY: bottom }));
}
