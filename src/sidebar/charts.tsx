import { useEffect } from 'preact/hooks';
import { RANGES } from '../presentation/sidebar/messages';
import type { Charts as Shown, Sections, Table } from '../presentation/sidebar/messages';
import { usePage } from './context';
import { DayChart } from './dayChart';
import { send } from './host';
import { Lines } from './lines';
import { Choice } from './log';
import { NoticeText } from './notice';
import { Section } from './section';

const RANGE_LABELS = { 7: 'last7', 30: 'last30', 90: 'last90', month: 'thisMonth' } as const;

export function Charts({ charts: { shown, notice } }: { readonly charts: Sections['charts'] }) {
  const { label, saved: { view }, change } = usePage();
  useEffect(() => { send({ type: 'view', view }); }, [view]);
  return (
    <Section name="charts">
      <div class="filters">
        <Choice name="range" value={view.range} choices={RANGES.map((range) => [range, label(RANGE_LABELS[range])])} onChange={(range) => { change({ view: { ...view, range } }); }} />
        {shown && <Choice name="unit" value={shown.unit} choices={shown.units.map(({ id, label: name }) => [id, name])} onChange={(unit) => { change({ view: { ...view, unit } }); }} />}
      </div>
      {shown && <Spend shown={shown} />}
      {shown && <Running shown={shown} />}
      {shown && <Projects projects={shown.projects} />}
      {shown && <Lines lines={shown.notes} />}
      {notice && <NoticeText notice={notice} />}
    </Section>
  );
}

function Spend({ shown: { days, spend: { series, totals, most, table } } }: { readonly shown: Shown }) {
  const { label } = usePage();
  const reading = (day: number): string => [`${days[day] ?? ''}: ${totals[day] ?? ''}`, ...series.flatMap(({ name, values }, index) => ((values[day] ?? 0) > 0 ? [`${name} ${table.rows[day]?.[index + 2] ?? ''}`] : []))].join(' · ');
  return (
    <figure>
      <figcaption>{label('spendChart')}</figcaption>
      <DayChart name={label('spendChart')} days={days} most={most} series={series.map(({ values }) => values)} reading={reading} />
      <ul class="legend" aria-hidden="true">{series.map(({ name }, index) => <li key={index}><span class={`key series-${index}`} />{name}</li>)}</ul>
      <AsTable table={table} />
    </figure>
  );
}

function Running({ shown: { days, running: { values, limit, limitText, most, table } } }: { readonly shown: Shown }) {
  const { label } = usePage();
  const reading = (day: number): string => `${days[day] ?? ''}: ${table.rows[day]?.[1] ?? ''} · ${limitText}`;
  return (
    <figure>
      <figcaption>{label('runningChart')}</figcaption>
      <DayChart name={label('runningChart')} days={days} most={most} series={[values]} limit={limit ?? undefined} reading={reading} />
      <AsTable table={table} />
    </figure>
  );
}

function Projects({ projects: { rows, table } }: { readonly projects: Shown['projects'] }) {
  const { label } = usePage();
  return (
    <figure>
      <figcaption>{label('projectChart')}</figcaption>
      <div aria-hidden="true">
        {rows.map(({ name, amount, share }, index) => (
          <div class="project" key={index}>
            <p class="head"><span>{name}</span> <span class="left">{amount}</span></p>
            <div class="bar"><span class="spent" style={{ width: `${share}%` }} /></div>
          </div>
        ))}
      </div>
      <AsTable table={table} />
    </figure>
  );
}

/** What a chart shows, for those who cannot see it. */
function AsTable({ table: { caption, head, rows } }: { readonly table: Table }) {
  const { label } = usePage();
  return (
    <details>
      <summary>{label('asTable')}<span class="unseen"> {caption}</span></summary>
      <div class="table" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class="unseen">{caption}</caption>
          <thead><tr>{head.map((text, index) => <th scope="col" key={index}>{text}</th>)}</tr></thead>
          <tbody>
            {rows.map(([first, ...cells], row) => <tr key={row}><th scope="row">{first}</th>{cells.map((text, index) => <td key={index}>{text}</td>)}</tr>)}
          </tbody>
        </table>
      </div>
    </details>
  );
}
