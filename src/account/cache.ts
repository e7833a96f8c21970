import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Costs } from '../core/account/costs';

const MAX_BYTES = 1_000_000;
const quantity = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);
const time = z.number().int().min(0).max(253_402_300_799_999);
const text = z.string().max(500);

const schema = z.strictObject({
  version: z.literal(1),
  address: text,
  account: text,
  askedAt: time,
  packages: z
    .array(
      z.strictObject({
        name: text, id: text, type: text, total: quantity, remaining: quantity, purchasedAt: time, effectiveAt: time, invalidAt: time, status: text,
      }),
    )
    .max(10_000),
});

/** Whose answer is kept: which address was asked, and for which account. */
export interface CacheKey {
  readonly address: string;
  readonly account: string;
}

/** The kept answer, if the file holds one for this address and account that was asked for before `now`; else undefined. */
export async function readCache(file: string, { address, account }: CacheKey, now: number): Promise<Costs | undefined> {
  const text = await limitedText(file);
  const kept = schema.safeParse(text === undefined ? undefined : parsed(text)).data;
  if (kept?.address !== address || kept.account !== account || kept.askedAt > now) return undefined;
  return { packages: kept.packages, askedAt: kept.askedAt };
}

/** Keeps an answer, readable by the user alone. Rejects with the system's error. */
export async function writeCache(file: string, { address, account }: CacheKey, { packages, askedAt }: Costs): Promise<void> {
  const content: z.input<typeof schema> = { version: 1, address, account, askedAt, packages: [...packages] };
  const draft = `${file}.${randomUUID()}`;
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(draft, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function limitedText(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      return size <= MAX_BYTES ? await handle.readFile('utf8') : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    // A cache that cannot be read is asked for again.
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
