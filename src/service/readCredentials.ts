import * as z from 'zod';
import type { Credentials } from '../account/credentials';

const credentials = z.union([z.strictObject({ apiKey: z.string().min(1) }), z.strictObject({ accessKey: z.string().min(1), secretKey: z.string().min(1) })]);

/** Reads the keys as the editor keeps them; undefined when there are none, or when it is something else that is kept. */
export function readCredentials(text: string | undefined): Credentials | undefined {
  if (text === undefined) return undefined;
  try {
    return credentials.safeParse(JSON.parse(text)).data;
  } catch {
    // Not what we have stored: the user is asked again.
    return undefined;
  }
}
