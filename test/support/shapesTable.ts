// The table of languages and shapes: what the fixtures hold, told by the finder itself.
import { estimateRequest } from '../../src/core/estimate/estimateRequest';
import type { FoundRequest } from '../../src/parsers/parser';
import { DATE, schedules } from './engine';

/** A fixture with its marks and what is found in it, each as the mark would say it. */
export interface ReadFixture {
  readonly source: string;
  readonly marks: readonly { readonly line: number; readonly text: string }[];
  readonly found: readonly { readonly line: number; readonly text: string; readonly request: FoundRequest }[];
}

const FORMS = ['object', 'built', 'call', 'command', 'data', 'text'] as const;
type Form = (typeof FORMS)[number];
const FORM_TITLES: Readonly<Record<Form, string>> = {
  object: 'Object literal', built: 'Built by calls', call: 'Call with arguments', command: 'Command line', data: 'Data', text: 'JSON in a string',
};
const TRAITS = ['literal', 'constant', 'default', 'runtime', 'choice', 'envelope', 'far', 'loop'] as const;
type Trait = (typeof TRAITS)[number];
const TRAIT_TITLES: Readonly<Record<Trait, string>> = {
  literal: 'Written there', constant: 'Constant', default: 'Default', runtime: 'Only at run time', choice: 'One of several',
  envelope: 'In an envelope', far: 'Sent elsewhere', loop: 'In a loop',
};
const ENVELOPE = /^(?:input|inputs|parameters|arguments|args|payload|settings|provider_?options|model_?parameters)$/i;
const COMMAND = /^\s*(?:\S*\/)?(?:curl(?:\.exe)?|wget|https?|xhs?|irm|iwr|invoke-(?:restmethod|webrequest)|replicate|genmedia)\s/i;
/** An object that a call makes: `new Request(…)`, `dict(…)`, `Request.builder()…`. */
const MADE = /^[^{[('"`]*\(/;

/** How a request is written. */
function formOf({ site }: FoundRequest, source: string, isData: boolean): Form {
  const textOf = ({ start, end }: { start: number; end: number }): string => source.slice(start, end);
  const text = textOf(site.span);
  if (COMMAND.test(text) || (site.call && COMMAND.test(textOf(site.call)))) return 'command';
  const before = source.slice(Math.max(0, site.span.start - 3), site.span.start);
  if (/["'`]\s*$/.test(before) || /^\{\s*\\"/.test(text)) return 'text';
  if (isData && site.callee === undefined) return 'data';
  const last = site.callee?.split(/\W+/).at(-1);
  if (!site.call && last !== undefined && textOf(site.head).endsWith(last)) return 'call';
  return MADE.test(text) ? 'built' : 'object';
}

function traitsOf({ site, resolution }: FoundRequest, source: string): Set<Trait> {
  const traits = new Set<Trait>();
  const parameters = Object.values(resolution.request.parameters);
  for (const { origin, values, keySpan, valueSpan } of parameters) {
    // What the API fills in stands in no code.
    if (origin !== 'default' || keySpan || valueSpan) traits.add(origin);
    if (values.length > 1 && keySpan) traits.add('choice');
  }
  if (site.fields.some(({ key, value }) => ENVELOPE.test(key) && value.kind === 'object')) traits.add('envelope');
  const call = site.call?.start;
  if (call !== undefined && source.slice(Math.min(call, site.span.start), Math.max(call, site.span.start)).includes('\n')) traits.add('far');
  if (resolution.kind === 'resolved' && resolution.request.repetition) traits.add('loop');
  return traits;
}

function isValued({ resolution }: FoundRequest): boolean {
  return resolution.kind === 'resolved' && estimateRequest(resolution.request, { schedules, date: DATE }).estimate.status !== 'unpriced';
}

interface Count {
  found: number;
  valued: number;
}

class Tally {
  files = 0;
  expected = 0;
  readonly all: Count = { found: 0, valued: 0 };
  readonly #forms = new Map<Form, Count>();
  readonly #traits = new Map<Trait, Count>();

  add({ source, marks, found }: ReadFixture, isData: boolean): void {
    this.files += 1;
    this.expected += marks.length;
    const wanted = marks.map(({ line, text }) => `${line} ${text}`);
    for (const { line, text, request } of found) {
      const at = wanted.indexOf(`${line} ${text}`);
      if (at < 0) continue;
      wanted.splice(at, 1);
      const valued = isValued(request);
      const counts = [this.all, countOf(this.#forms, formOf(request, source, isData)), ...[...traitsOf(request, source)].map((trait) => countOf(this.#traits, trait))];
      for (const count of counts) {
        count.found += 1;
        if (valued) count.valued += 1;
      }
    }
  }

  form(form: Form): Count {
    return countOf(this.#forms, form);
  }

  trait(trait: Trait): Count {
    return countOf(this.#traits, trait);
  }
}

function countOf<Key>(counts: Map<Key, Count>, key: Key): Count {
  const count = counts.get(key) ?? { found: 0, valued: 0 };
  counts.set(key, count);
  return count;
}

/** Markdown that says, for each language and shape, how many of the fixtures' requests are found, and how many of them have a price or a range. */
export function shapesTable(languages: readonly { readonly id: string; readonly isData: boolean; readonly fixtures: readonly ReadFixture[] }[]): string {
  const whole = new Tally();
  const rows = languages.map(({ id, isData, fixtures }) => {
    const tally = new Tally();
    for (const fixture of fixtures) for (const each of [tally, whole]) each.add(fixture, isData);
    return [id, tally] as const;
  });
  const cell = ({ found, valued }: Count): string => (found === 0 ? '' : `${found} / ${valued}`);
  const table = (titles: readonly string[], cellsOf: (tally: Tally) => readonly string[]): string =>
    [
      ['Language', ...titles],
      ['---', ...titles.map(() => '--:')],
      ...rows.map(([id, tally]) => [id, ...cellsOf(tally)]),
      ['**all**', ...cellsOf(whole)],
    ].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return [
    '# Languages and shapes',
    'Written by the tests from the fixtures in `test/fixtures/languages` (`UPDATE_FIXTURES=1 npm test -- unit`); red when it is not as they are. A cell says how many requests are found, and how many of these are valued: a price or a range. The others are unpriced, with a reason.',
    'How a request is written:',
    table(['Fixtures', 'Expected', 'Found / valued', ...FORMS.map((form) => FORM_TITLES[form])], (tally) => [
      String(tally.files), String(tally.expected), cell(tally.all), ...FORMS.map((form) => cell(tally.form(form))),
    ]),
    'Where its values come from, and where it is sent; a request counts in each column that fits:',
    table(TRAITS.map((trait) => TRAIT_TITLES[trait]), (tally) => TRAITS.map((trait) => cell(tally.trait(trait)))),
  ].join('\n\n') + '\n';
}
