/** What a shaper is told of the destination. */

/** The data stream that an event goes to. */
export interface StreamOptions {
  /** Such as `ses.cloudtrail`. */
  readonly dataset: string;
  /** Such as `default`. */
  readonly namespace: string;
}
