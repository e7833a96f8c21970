import type { Feature, Parameter, ParameterName, Resolution, ResolvedRequest } from '../request/resolved';
import type { RequestSite } from '../request/site';

/** Who bills, and how a request to them is written. What it costs stands in a price schedule. */
export interface ProviderDefinition {
  readonly id: string;
  /** The name people know. */
  readonly title: string;
  /** Where in a text a request may be: keys, called names and paths. Matched against the raw text, so kept linear. */
  readonly anchors: RegExp;
  /** The request that a site builds, or undefined when it is none of this provider's. */
  readonly read: (site: RequestSite) => Resolution | undefined;
  /** Fills in the API's defaults for a request that is given by its parameters, as on the command line. */
  readonly complete: (feature: Feature, parameters: GivenParameters) => ResolvedRequest;
  /**
   * How another model is written in place of a written one, out of its spellings, the id first; undefined where such a
   * request cannot ask for it. Without this, by its id.
   */
  readonly modelInstead?: (written: string, spellings: readonly string[]) => string | undefined;
  /** Values that are written with another word than ours, such as `standard` for std. */
  readonly words?: Readonly<Record<string, string>>;
}

export type GivenParameters = Readonly<Partial<Record<ParameterName, Parameter>>>;

export function defineProvider(definition: ProviderDefinition): ProviderDefinition {
  return definition;
}
