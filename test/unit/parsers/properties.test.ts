import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parser } from '../../support/engine';
import { meant, writers } from '../../support/generated';
import { mutate, sources } from '../../support/mutations';

const MUTANTS = 2_000;

describe('found values equal the written ones', () => {
  for (const [language, write] of Object.entries(writers)) {
    it(language, async () => {
      await parser.prepare(language);
      fc.assert(
        fc.property(meant, (request) => {
          const { requests } = parser.find(write(request), language);
          assert.equal(requests.length, 1);
          const resolution = requests[0]?.resolution;
          if (resolution?.kind !== 'resolved') assert.fail(JSON.stringify(resolution));
          const { feature, parameters } = resolution.request;
          assert.equal(feature, 'text2video');
          assert.deepEqual(
            [parameters.model?.values, parameters.mode?.values, parameters.durationSeconds?.values, parameters.audio?.values],
            [[request.model], [request.mode], [request.seconds], [request.audio]],
          );
          const inPlace = (what: Meant) => (request.constants.includes(what) && !language.startsWith('json') ? 'constant' : 'literal');
          assert.equal(parameters.model?.origin, inPlace('model'));
          assert.equal(parameters.mode?.origin, inPlace('mode'));
          assert.equal(parameters.durationSeconds?.origin, inPlace('seconds'));
        }),
        { numRuns: 200 },
      );
    });
  }
});

type Meant = 'model' | 'mode' | 'seconds';

describe('broken text', () => {
  it(`never throws: ${MUTANTS} mutated documents`, async function () {
    this.timeout(120_000);
    const texts = sources();
    assert.ok(texts.length >= 6);
    let found = 0;
    for (let seed = 0; seed < MUTANTS; seed++) {
      const { text, language } = texts[seed % texts.length] ?? { text: '', language: '' };
      // A text that breaks the runtime takes the grammars with it.
      await parser.prepare(language);
      found += parser.find(mutate(text, seed), language).requests.length;
    }
    // Mutants still hold requests: the finder was really at work.
    assert.ok(found > MUTANTS, String(found));
  });
});
