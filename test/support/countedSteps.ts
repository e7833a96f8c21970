// A parser whose steps in syntax trees are counted: how long a search takes, whatever the machine.
import { createRequestParser } from '../../src/parsers/createRequestParser';
import type { FoundRequests } from '../../src/parsers/parser';
import { ports } from './engine';

/** What a search does with nodes; each call is one step. */
const STEPS = ['parent', 'namedChildren', 'children', 'endIndex', 'text', 'descendantForIndex', 'firstChildForIndex'] as const;

/** Finds requests and counts the steps that it takes, and how often it reads the shapes of a stretch. */
export function createCountingParser(): (text: string, languageId: string) => Promise<FoundRequests & { steps: number; queries: number }> {
  let [steps, queries] = [0, 0];
  const parser = createRequestParser({
    ...ports,
    loadRuntime: async () => {
      const module = await ports.loadRuntime();
      for (const name of STEPS) {
        const known = Object.getOwnPropertyDescriptor(module.Node.prototype, name);
        if (!known) throw new Error(`a node has no ${name}`);
        const { get, value } = known as { get?: () => unknown; value?: (...given: unknown[]) => unknown };
        Object.defineProperty(module.Node.prototype, name, {
          ...known,
          ...(get ? { get(this: unknown) { steps += 1; return get.call(this); } } : {}),
          ...(value ? { value(this: unknown, ...given: unknown[]) { steps += 1; return value.apply(this, given); } } : {}),
        });
      }
      const Query = class extends module.Query {
        override matches(...given: Parameters<InstanceType<typeof module.Query>['matches']>) {
          queries += 1;
          return super.matches(...given);
        }
      };
      return { ...module, Query };
    },
  });
  return async (text, languageId) => {
    await parser.prepare(languageId, text);
    [steps, queries] = [0, 0];
    return { ...parser.find(text, languageId), steps, queries };
  };
}
