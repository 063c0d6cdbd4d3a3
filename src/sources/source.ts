/** The contract of a Source: what every way of finding CloudTrail files has in common. */

/** Bytes of a LogFile: all at once where they are few, else one piece after another. */
export type LogBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** One CloudTrail file, object or stream: the unit of acknowledgement. */
export interface LogFile {
  /** Stable over runs: path, size and time of change; or bucket, key, version and etag. */
  readonly id: string;
  /** The name that people know it by. Untrusted text. */
  readonly name: string;
  /** Size as stored, where it is known; asked after `open`. */
  readonly sizeBytes?: number | undefined;
  /** True where `open` gives the same bytes again: not for stdin. */
  readonly reopenable: boolean;
  /** Begins to read. MAY be called again. MUST stop when the signal aborts. Throws a coded error when it cannot. */
  open(signal: AbortSignal): Promise<LogBytes> | LogBytes;
  /** Every Item of the file is settled. The pipeline calls exactly one of `ack` and `nack`, exactly once. */
  ack(): Promise<void> | void;
  /** The file is not done: it MUST be offered again by a later run. */
  nack(error: Error): Promise<void> | void;
}

/** Gives LogFiles, on demand. */
export interface Source {
  /** As the user named it. */
  readonly name: string;
  /** Pull only: MUST NOT read ahead. Ends normally when exhausted or aborted; throws only when it cannot go on. */
  files(signal: AbortSignal): AsyncIterable<LogFile>;
  /** Safe twice, and before `files`. */
  close(): Promise<void>;
}
