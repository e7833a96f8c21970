// The engine as the tests use it: all providers and schedules, grammars from their packages.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createRequire } from 'node:module';
import { bundledSchedules } from '../../src/core/pricing/schedules';
import { scheduleSchema } from '../../src/core/pricing/schedule';
import type { PriceSchedule } from '../../src/core/pricing/schedule';
import { providers } from '../../src/core/providers';
import { createRequestParser } from '../../src/parsers/createRequestParser';
import type { ParserPorts } from '../../src/parsers/createRequestParser';
import { loadAnew } from '../../src/parsers/grammars';

const load = createRequire(path.join(process.cwd(), 'package.json'));
const { grammarPath } = load('./.config/grammars.cjs') as { grammarPath: (file: string) => string };

/** The day all expectations of the tests are for. */
export const DATE = '2026-11-21';

export const schedules: readonly PriceSchedule[] = bundledSchedules.map((raw) => scheduleSchema.parse(raw));

/** Where the parser's files come from. */
export const ports: ParserPorts = {
  providers,
  loadRuntime: () => Promise.resolve(loadAnew(load, '@vscode/tree-sitter-wasm') as Awaited<ReturnType<ParserPorts['loadRuntime']>>),
  loadBytes: (file) => Promise.resolve(new Uint8Array(fs.readFileSync(grammarPath(file)))),
};

export const parser = createRequestParser(ports);
