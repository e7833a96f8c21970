import type { Parameter, Resolution } from '../core/request/resolved';
import { LineIndex, contains } from '../core/text';
import type { FoundRequest } from './parser';

/** Requests whose parameters say on which line the values stand that are not written in the request itself. */
export function withLines(requests: readonly FoundRequest[], text: string): FoundRequest[] {
  let lines: LineIndex | undefined;
  return requests.map((found) => {
    const { site, resolution } = found;
    const placed = (parameter: Parameter): Parameter => {
      const { definedAt, ...others } = parameter;
      if (!definedAt || definedAt.path !== undefined) return parameter;
      // What stands in the request needs no other place.
      if (contains(site.span, definedAt)) return others;
      lines ??= new LineIndex(text);
      return { ...parameter, definedAt: { ...definedAt, line: lines.positionAt(definedAt.start).line + 1 } };
    };
    const entries = Object.entries(resolution.request.parameters).map(([name, parameter]) => [name, placed(parameter)]);
    const request = { ...resolution.request, parameters: Object.fromEntries(entries) as Readonly<Partial<Record<string, Parameter>>> };
    return { site, resolution: { ...resolution, request } as Resolution };
  });
}
