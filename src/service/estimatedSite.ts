import type { RequestSite } from '../core/request/site';
import type { Subject } from '../presentation/subject';

/** A request at its place, with its price. */
export interface EstimatedSite extends Subject {
  readonly site: RequestSite;
}
