// What 200 opened documents hold in memory, beside what a few do: results and few trees, whatever has been opened.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createCostService } from '../../src/service/costService';
import { DATE, parser, schedules } from '../support/engine';
import { largeFile } from './largeFile';

const LINES = 1_000;
const REQUESTS = 5;
const FEW = 20;
const MANY = 200;
const MEGABYTE = 1024 ** 2;

/** The line that compares the memory of one engine after few and after many documents. */
export async function measureMemory(): Promise<string[]> {
  await parser.prepare('typescript');
  const service = createCostService({ parser, schedules: () => schedules, settings: { priceSchedule: '', resourcePackage: '' }, today: () => DATE });
  let characters = 0;
  const open = async (from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index++) {
      const text = `// document ${index}\n${largeFile(LINES, REQUESTS)}`;
      characters += text.length;
      await service.estimateDocument({ uri: `file:///${index}.ts`, version: 1, languageId: 'typescript', text: () => text });
    }
  };
  await open(0, FEW);
  const few = held();
  await open(FEW, MANY);
  const many = held();
  const shown = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(0)} MB`;
  return [
    `${`memory after ${MANY} documents of ${LINES} lines`.padEnd(44)} ${(many / few).toFixed(2).padStart(7)} ×  after ${FEW}   (${shown(many)} beside ${shown(few)}; the texts together ${shown(characters)})`,
  ];
}

/** The bytes of all that is alive, with those of the grammars' runtime. */
function held(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
