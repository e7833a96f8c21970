// `npm run fuzz [-- COUNT]`: mutated documents, ended by count. Says which seed breaks what, and how long texts take.
import { parser } from '../support/engine';
import { mutate, sources } from '../support/mutations';

const DEFAULT_COUNT = 100_000;
const SLOW_MS_PER_KB = 50;

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? DEFAULT_COUNT);
  const texts = sources();
  for (const { language } of texts) await parser.prepare(language);
  let requests = 0;
  let failures = 0;
  let slowest = { msPerKb: 0, seed: -1 };
  const started = performance.now();
  for (let seed = 0; seed < count; seed++) {
    const source = texts[seed % texts.length];
    if (!source) continue;
    const text = mutate(source.text, seed);
    const before = performance.now();
    try {
      requests += parser.find(text, source.language).requests.length;
    } catch (error) {
      failures += 1;
      process.stdout.write(`seed ${seed} (${source.language}): ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
    }
    const msPerKb = (performance.now() - before) / Math.max(text.length / 1024, 1);
    if (msPerKb > slowest.msPerKb) slowest = { msPerKb, seed };
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `${count} mutated documents of ${texts.length} in ${seconds} s: ${requests} requests found, ${failures} failures; ` +
      `slowest ${slowest.msPerKb.toFixed(1)} ms per KB (seed ${slowest.seed})\n`,
  );
  process.exitCode = failures > 0 || slowest.msPerKb > SLOW_MS_PER_KB ? 1 : 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
