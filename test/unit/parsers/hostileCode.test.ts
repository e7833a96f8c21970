import assert from 'node:assert/strict';
import { parser } from '../../support/engine';

const find = async (text: string, language: string): Promise<number> => {
  await parser.prepare(language);
  return parser.find(text, language).requests.length;
};

describe('hostile code', () => {
  it('ends where half-typed code has a name without text', async () => {
    assert.equal(await find(':\n y={"o":"kling-","e":"a" if x else "b"}\n', 'python'), 0);
  });

  it('ends on one long word', async () => {
    assert.equal(await find(`// ${'kling'.repeat(4000)}\n`, 'typescript'), 0);
  });

  it('finds each request of a name that is used again and again', async () => {
    const block = 'payload = {"model_name": "kling-v2-6", "prompt": "x"}\nrequests.post(URL + "/v1/videos/text2video", json=payload)\n';
    assert.equal(await find(block.repeat(40), 'python'), 40);
  });
});
