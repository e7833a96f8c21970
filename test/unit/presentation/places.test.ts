import assert from 'node:assert/strict';
import { detailsMarkdown } from '../../../src/presentation/details';
import { hoverMarkdown } from '../../../src/presentation/hover';
import { requestJson } from '../../../src/presentation/json';
import { placeSentence } from '../../../src/presentation/places';
import { plainTranslate as t } from '../../../src/presentation/translate';
import { subject } from './subjects';

const priced = subject('text2video', {
  model: { values: ['kling-v2-6'], origin: 'literal' },
  mode: { values: ['pro'], origin: 'constant', definedAt: { start: 1, end: 2, line: 12 } },
  durationSeconds: { values: [5, 10], origin: 'constant', definedAt: { start: 1, end: 2, line: 3, path: '../settings.ts' } },
});

describe('places', () => {
  it('name line and file of each value that does not stand in the request', () => {
    assert.equal(placeSentence(priced, t), 'Values: mode pro from line 12 and duration 5 s or 10 s from ../settings.ts line 3.');
    assert.equal(placeSentence(subject('text2video', { mode: 'pro' }), t), undefined);
  });

  it('stand in the hover, the details and the JSON', () => {
    assert.match(hoverMarkdown(priced, [], t), /Values: mode pro from line 12 and /);
    assert.match(detailsMarkdown(priced, [], 'a.ts:1', t), /\| mode \| pro \| a constant, line 12 \|/);
    const { mode, durationSeconds, model } = requestJson(priced, t).parameters;
    assert.deepEqual([mode?.definedAt, durationSeconds?.definedAt, model?.definedAt], [{ line: 12 }, { line: 3, path: '../settings.ts' }, undefined]);
  });
});
