/** What a shaper is told of the destination. */
import { OPTIONS } from "../tables/options.ts";

/** The data stream that an event goes to. */
export interface StreamOptions {
  /** Such as `ses.cloudtrail`. */
  readonly dataset: string;
  /** Such as `default`. */
  readonly namespace: string;
}

/** The data stream where nobody names another. */
export const DEFAULT_STREAM: StreamOptions = {
  dataset: OPTIONS.dataset.default,
  namespace: OPTIONS.namespace.default,
};
