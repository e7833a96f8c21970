// Generated requests: what is asked for, and texts that ask for it in each language.
import * as fc from 'fast-check';

/** A request as it is meant. */
export interface Meant {
  readonly model: string;
  readonly mode: 'std' | 'pro';
  readonly seconds: 5 | 10;
  readonly audio: boolean;
  /** How each value is written: in place, or as a constant of the file. */
  readonly constants: readonly ('model' | 'mode' | 'seconds')[];
  readonly names: readonly [string, string, string];
  readonly prompt: string;
}

const MODELS = ['kling-v1', 'kling-v1-6', 'kling-v2-1', 'kling-v2-5-turbo', 'kling-v2-6', 'kling-v3', 'kling-v2-master'];
const name = fc.stringMatching(/^[a-z][a-z0-9]{2,8}$/).map((text) => `x_${text}`);

export const meant: fc.Arbitrary<Meant> = fc.record({
  model: fc.constantFrom(...MODELS),
  mode: fc.constantFrom('std' as const, 'pro' as const),
  seconds: fc.constantFrom(5 as const, 10 as const),
  audio: fc.boolean(),
  constants: fc.subarray(['model', 'mode', 'seconds'] as const),
  names: fc.uniqueArray(name, { minLength: 3, maxLength: 3 }).map(([a = 'x_a', b = 'x_b', c = 'x_c']) => [a, b, c] as const),
  prompt: fc.string({ maxLength: 30 }).map((text) => text.replace(/[^ -~]|["'`\\$#{}%<>]/g, ' ')),
});

type Writer = (request: Meant) => string;

/** The value's text, or the name of the constant that stands for it. */
function uses(request: Meant, quote: (text: string) => string): Record<'model' | 'mode' | 'seconds', string> {
  const pick = (what: 'model' | 'mode' | 'seconds', index: 0 | 1 | 2, text: string): string =>
    request.constants.includes(what) ? request.names[index] : text;
  return {
    model: pick('model', 0, quote(request.model)),
    mode: pick('mode', 1, quote(request.mode)),
    seconds: pick('seconds', 2, quote(String(request.seconds))),
  };
}

function declarations(request: Meant, line: (name: string, value: string) => string, quote: (text: string) => string): string {
  const values = { model: request.model, mode: request.mode, seconds: String(request.seconds) };
  return (['model', 'mode', 'seconds'] as const)
    .flatMap((what, index) => (request.constants.includes(what) ? [line(request.names[index] ?? '', quote(values[what]))] : []))
    .join('\n');
}

const single = (text: string): string => `'${text}'`;
const double = (text: string): string => `"${text}"`;

const script: Writer = (request) => {
  const { model, mode, seconds } = uses(request, single);
  return `${declarations(request, (key, value) => `const ${key} = ${value};`, single)}
async function generate() {
  const body = { model_name: ${model}, prompt: '${request.prompt}', mode: ${mode}, duration: ${seconds}, sound: '${request.audio ? 'on' : 'off'}' };
  return await fetch('https://api.klingai.com/v1/videos/text2video', { method: 'POST', body: JSON.stringify(body) });
}
`;
};

const python: Writer = (request) => {
  const { model, mode, seconds } = uses(request, double);
  return `${declarations(request, (key, value) => `${key} = ${value}`, double)}

def generate():
    payload = {"model_name": ${model}, "prompt": "${request.prompt}", "mode": ${mode}, "duration": ${seconds}, "sound": "${request.audio ? 'on' : 'off'}"}
    return requests.post("https://api.klingai.com/v1/videos/text2video", json=payload)
`;
};

const json: Writer = (request) =>
  JSON.stringify([
    {
      endpoint: '/v1/videos/text2video',
      model_name: request.model,
      prompt: request.prompt,
      mode: request.mode,
      duration: String(request.seconds),
      sound: request.audio ? 'on' : 'off',
    },
  ], null, 2);

/** A writer for each language; constants stand in the file where the language has them. */
export const writers: Readonly<Record<string, Writer>> = {
  typescript: script,
  typescriptreact: script,
  javascript: script,
  python,
  json,
  jsonl: (request) => `${JSON.stringify((JSON.parse(json(request)) as unknown[])[0])}\n`,
};
