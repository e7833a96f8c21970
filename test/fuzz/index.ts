// `npm run fuzz [-- COUNT [FIRST SEED]]`: mutated documents, ended by count. Says which seed breaks what, and how long texts take.
import { parser } from '../support/engine';
import { mutate, sources } from '../support/mutations';

const DEFAULT_COUNT = 100_000;
/** Ten times what a busy machine needs; what is not linear needs a thousand times. */
const SLOW_MS_PER_KB = 500;

const kilobytes = (text: string): number => Math.max(text.length / 1024, 1);

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? DEFAULT_COUNT);
  const first = Number(process.argv[3] ?? 0);
  const texts = sources();
  let requests = 0;
  let tooComplex = 0;
  let failures = 0;
  let slowest = { msPerKb: 0, seed: -1 };
  const started = performance.now();
  for (let seed = first; seed < first + count; seed++) {
    const source = texts[seed % texts.length];
    if (!source) continue;
    const text = mutate(source.text, seed);
    await parser.prepare(source.language, text);
    let milliseconds = 0;
    const find = (): ReturnType<typeof parser.find> => {
      const before = performance.now();
      const found = parser.find(text, source.language);
      milliseconds = performance.now() - before;
      return found;
    };
    try {
      const found = find();
      // A grammar's first text, and one that the machine was busy with, are read again.
      if (milliseconds / kilobytes(text) > SLOW_MS_PER_KB) find();
      requests += found.requests.length;
      if (found.problems.some(({ code }) => code === 'tooComplex')) {
        tooComplex += 1;
        process.stdout.write(`seed ${seed} (${source.language}): too complex to be read\n`);
      }
    } catch (error) {
      failures += 1;
      process.stdout.write(`seed ${seed} (${source.language}): ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
    }
    const msPerKb = milliseconds / kilobytes(text);
    if (msPerKb > slowest.msPerKb) slowest = { msPerKb, seed };
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `${count} mutated documents of ${texts.length} from seed ${first} in ${seconds} s: ${requests} requests found, ${failures} failures, ${tooComplex} too complex; ` +
      `slowest ${slowest.msPerKb.toFixed(1)} ms per KB (seed ${slowest.seed})\n`,
  );
  process.exitCode = failures > 0 || slowest.msPerKb > SLOW_MS_PER_KB ? 1 : 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
