import type { Period, Sections } from '../presentation/sidebar/messages';
import { usePage } from './context';
import { Lines } from './lines';
import { NoticeText } from './notice';
import { Section } from './section';

export function Budget({ budget: { periods, notice } }: { readonly budget: Sections['budget'] }) {
  const { label } = usePage();
  return (
    <Section name="budget">
      {periods.map((period) => <PeriodBar key={period.name} period={period} />)}
      {periods.length > 0 && (
        <p class="legend" aria-hidden="true">
          <span><span class="key spent" />{label('spent')}</span>
          <span><span class="key reserved" />{label('reserved')}</span>
          <span><span class="key wanted" />{label('atCursor')}</span>
        </p>
      )}
      {notice && <NoticeText notice={notice} />}
    </Section>
  );
}

function PeriodBar({ period: { name, sums, left, level, bar, label, lines } }: { readonly period: Period }) {
  const width = (percent: number) => ({ width: `${percent}%` });
  return (
    <article class={`standing ${level}`} aria-label={name}>
      <p class="head"><strong>{name}</strong> <span class="left">{left}</span></p>
      <div class="bar" role="img" aria-label={label}>
        <span class="spent" style={width(bar.spent)} />
        <span class="reserved" style={width(bar.reserved)} />
        <span class="wanted" style={width(bar.request)} />
        {bar.limitAt < 100 && <span class="limit" style={{ left: `${bar.limitAt}%` }} />}
      </div>
      <Lines lines={[sums, ...lines]} />
    </article>
  );
}
