import { useEffect, useState } from 'preact/hooks';
import type { Labels } from '../presentation/sidebar/labels';
import type { LogQuery, LogWindow } from '../presentation/sidebar/messages';
import { usePage } from './context';
import { listen, send } from './host';
import { LogRows } from './logRows';
import { NoticeText } from './notice';
import { Section } from './section';

const WINDOW = 200;
/** A word is typed before it is looked for. */
const TYPING_MS = 150;
/** What is found sooner is shown without a word. */
const PATIENCE_MS = 300;

/** The usage log: what passes the filters, of which only the rows in view are there. */
export function Log() {
  const { label } = usePage();
  const [shown, setShown] = useState<LogWindow>();
  const { saved: { query } } = usePage();
  useEffect(() => listen((message) => { if (message.type === 'log') setShown(message); }), []);
  useEffect(() => {
    const pause = setTimeout(() => { send({ type: 'log', query, from: 0, to: WINDOW }); }, shown ? TYPING_MS : 0);
    return () => { clearTimeout(pause); };
  }, [query]);

  const isSearching = shown !== undefined && !isSame(shown.query, query);
  const isLong = useLasting(isSearching, PATIENCE_MS);

  return (
    <Section name="log">
      {shown?.notice
        ? <NoticeText notice={shown.notice} />
        : shown && (
          <>
            <Filters shown={shown} />
            <p class="sums" role="status">{isLong ? label('searching') : sumsOf(shown)}</p>
            <LogRows shown={shown} query={query} isSearching={isSearching} />
          </>
        )}
      {!shown && <p>{label('loading')}</p>}
    </Section>
  );
}

/** How many pass the filters, of how many, and what they come to. */
function sumsOf({ total, all, sums }: LogWindow): string {
  return [total === all ? total.toLocaleString() : `${total.toLocaleString()} / ${all.toLocaleString()}`, ...sums].join(' · ');
}

const isSame = (shown: LogQuery, asked: LogQuery): boolean => (Object.keys(asked) as (keyof LogQuery)[]).every((name) => shown[name] === asked[name]);

/** Whether something has been so for a while. */
function useLasting(isSo: boolean, forMs: number): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const pause = isSo ? setTimeout(() => { setIsLong(true); }, forMs) : undefined;
    return () => {
      clearTimeout(pause);
      setIsLong(false);
    };
  }, [isSo]);
  return isLong;
}

type Choices<Value extends string> = readonly (readonly [value: Value, text: string])[];

function Filters({ shown: { models, projects } }: { readonly shown: LogWindow }) {
  const { label, saved: { query }, change } = usePage();
  const set = (changes: Partial<LogQuery>): void => { change({ query: { ...query, ...changes } }); };
  const named = (names: LogWindow['models'], chosen: string): Choices<string> => {
    // What was chosen stays to be seen, also where the log has it no more.
    const gone = chosen === '' || names.some(({ id }) => id === chosen) ? [] : [[chosen, '…'] as const];
    return [['', label('all')], ...names.map(({ id, label: text }) => [id, text] as const), ...gone];
  };
  return (
    <div class="filters" role="search" aria-label={label('filter')}>
      <input type="search" class="wide" value={query.text} maxLength={200} placeholder={label('filterText')} aria-label={label('filterText')}
        onInput={({ currentTarget }) => { set({ text: currentTarget.value }); }} />
      <Choice name="period" value={query.period} choices={[['all', label('all')], ['today', label('today')], ['month', label('thisMonth')], ['30', label('last30')]]} onChange={(period) => { set({ period }); }} />
      <Choice name="state" value={query.state} onChange={(state) => { set({ state }); }}
        choices={[['all', label('all')], ['settled', label('settledState')], ['reserved', label('reservedState')], ['released', label('releasedState')], ['expired', label('expiredState')]]} />
      <Choice name="model" value={query.model} choices={named(models, query.model)} onChange={(model) => { set({ model }); }} />
      <Choice name="project" value={query.project} choices={named(projects, query.project)} onChange={(project) => { set({ project }); }} />
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly name: keyof Labels;
  readonly value: Value;
  readonly choices: Choices<Value>;
  readonly onChange: (value: Value) => void;
}

/** A list to choose from, under its name. */
export function Choice<Value extends string>({ name, value, choices, onChange }: ChoiceProps<Value>) {
  const { label } = usePage();
  const chosen = ({ currentTarget: { selectedIndex } }: { currentTarget: HTMLSelectElement }): void => {
    const choice = choices[selectedIndex];
    if (choice) onChange(choice[0]);
  };
  return (
    <label class="choice">
      <span>{label(name)}</span>
      <select value={value} onChange={chosen}>
        {choices.map(([id, text]) => <option key={id} value={id}>{text}</option>)}
      </select>
    </label>
  );
}
