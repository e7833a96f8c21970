import type { PlannedRequest } from '../presentation/batchReport';
import { requestHash } from '../stores/requestHash';
import type { Draft } from '../stores/store';
import { entryDetailsOf } from './entryDetails';

const PREVIEW_CHARACTERS = 100;

/** What is written of the requests besides what they ask for. */
export interface DraftDetails {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly project?: string;
  /** Whether the user asked to keep the start of prompts. */
  readonly keepsPrompts: boolean;
}

/** What is to be set aside for planned requests: for each the most that it can take. */
export function draftsOf(requests: readonly PlannedRequest[], { timestamp, project, keepsPrompts }: DraftDetails): Draft[] {
  return requests.map(({ subject, unit, pool, quantity, usd, prompt }) => {
    const details = entryDetailsOf(subject);
    const { provider, feature, model, mode, durationSeconds } = details;
    return {
      ...details,
      amount: { quantity: quantity.high, unit, ...(pool === undefined ? {} : { pool }) },
      ...(usd ? { usd: usd.high } : {}),
      timestamp,
      ...(project === undefined ? {} : { project }),
      ...(prompt === undefined ? {} : { requestHash: requestHash({ provider, feature, model, mode, durationSeconds, prompt }) }),
      ...(prompt !== undefined && keepsPrompts ? { promptPreview: Array.from(prompt).slice(0, PREVIEW_CHARACTERS).join('') } : {}),
    };
  });
}
