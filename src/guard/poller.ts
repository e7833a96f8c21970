import { collect, jsonOf } from './answer';
import type { Booking, OpenEntry } from './booking';
import type { Forwarder } from './forward';
import type { GuardEvent, PollOptions } from './ports';
import { RefusalError } from './refusal';
import type { Target } from './target';
import type { Answer } from './upstream';

export interface PollerPorts {
  readonly booking: Booking;
  readonly forwarder: Forwarder;
  readonly targets: readonly Target[];
  readonly now: () => number;
  readonly onEvent: (event: GuardEvent) => void;
}

export interface Poller {
  /** Asks for every open entry that is due. */
  readonly poll: () => Promise<void>;
  /** Takes in where the request of an entry was sent, and what it was signed with. */
  readonly sent: (entryId: string, path: string, target: Target, authorization: string | undefined) => void;
  /** Takes in that somebody else has asked for a task. */
  readonly seen: (taskId: string) => void;
  /** What its questions are signed with, by upstream. */
  readonly authorizations: () => Readonly<Record<string, string>>;
}

const SLOWER = 1.5;
const SLOWEST_MS = 60_000;
const NOT_FOUND = 404;

export function createPoller({ booking, forwarder, targets, now, onEvent }: PollerPorts, { everyMs, graceMs, authorizations }: PollOptions): Poller {
  const signed = new Map(Object.entries(authorizations));
  const sentTo = new Map<string, string>();
  const due = new Map<string, { at: number; wait: number }>();
  booking.onClosed((entryId) => {
    sentTo.delete(entryId);
    due.delete(entryId);
  });

  const ask = async (target: Target, path: string): Promise<Answer> => {
    const headers = ['Accept', 'application/json', 'Authorization', signed.get(target.upstream.id) ?? ''];
    const { incoming, start, rest } = await collect(await forwarder.send({ target, method: 'GET', path, headers }));
    rest?.destroy();
    const [plain = path] = path.split('?', 1);
    return { path: plain, status: incoming.status, json: rest ? undefined : await jsonOf(incoming.headers, start) };
  };
  const askFor = async (target: Target, { entry, asked, isUnderWay }: OpenEntry): Promise<void> => {
    const { upstream } = target;
    const path = sentTo.get(entry.id);
    const paths = 'taskId' in asked ? upstream.pollPaths(entry, asked.taskId, path) : upstream.pollExternal(entry, asked.externalId, path);
    let isKnownToNobody = paths.length > 0;
    for (const each of paths) {
      const answer = await ask(target, each);
      const reports = upstream.readTasks(answer);
      await booking.observe(reports, upstream.provider.id);
      if (reports.length > 0) return;
      // Only an answer that says so means that there is none; a list without it may be of another API.
      isKnownToNobody &&= answer.status === NOT_FOUND || (answer.status === 200 && each.includes('?'));
    }
    const isOld = now() - entry.timestamp >= graceMs;
    if ('externalId' in asked && isKnownToNobody && isOld && !isUnderWay) await booking.lost(entry.id, `${upstream.title} knows no such task`);
  };

  return {
    authorizations: () => Object.fromEntries(signed),
    async poll() {
      for (const target of targets.filter(({ upstream }) => signed.has(upstream.id))) {
        for (const open of booking.open(target.upstream.provider.id)) {
          const { id } = open.entry;
          const turn = due.get(id) ?? { at: now(), wait: everyMs };
          if (turn.at > now()) continue;
          due.set(id, { at: now() + turn.wait, wait: Math.min(turn.wait * SLOWER, SLOWEST_MS) });
          try {
            await askFor(target, open);
          } catch (error) {
            if (!(error instanceof RefusalError)) throw error;
            onEvent({ kind: 'fault', message: error.message });
            break;
          }
        }
      }
    },
    sent(entryId, path, target, authorization) {
      sentTo.set(entryId, path);
      if (authorization !== undefined) signed.set(target.upstream.id, authorization);
    },
    seen(taskId) {
      const id = booking.idOf(taskId);
      if (id === undefined) return;
      const { wait } = due.get(id) ?? { wait: everyMs };
      due.set(id, { at: now() + wait, wait });
    },
  };
}
