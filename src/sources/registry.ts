/** Which Source reads what is named on the command line. Each is loaded when it is asked for. */
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { AwsRole } from "./aws/role.ts";
import { isS3Address } from "./s3/address.ts";
import { isQueueAddress } from "./sqs/address.ts";
import { WANTS_ALL, type Source, type Wanted } from "./source.ts";

/** What Sources are given. */
export interface SourceContext {
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly report: (problem: Problem) => void;
  /** Environment variables that count: credentials, addresses. None where it is absent. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** What of it is wanted; everything where it is absent. */
  readonly wanted?: Wanted | undefined;
  /** Whoever reads a bucket pays for it. */
  readonly requesterPays?: boolean | undefined;
  /** Buckets are read by its rights. */
  readonly role?: AwsRole | undefined;
  /** The Source is to go on with what comes. */
  readonly follow?: boolean | undefined;
  /** A queue ends when it is empty. */
  readonly untilEmpty?: boolean | undefined;
  /** LogFiles that are read side by side. */
  readonly concurrency?: number | undefined;
}

/** How much there is to read. */
export interface Extent {
  readonly files: number;
  /** As stored. */
  readonly bytes: number;
}

/** How much a named Source will give; undefined where only reading tells, as with stdin. */
export async function measureSource(named: string): Promise<Extent | undefined> {
  // A bucket would have to be listed twice, which takes time and money.
  if (named === "-" || isS3Address(named) || isQueueAddress(named)) return undefined;
  const { measure } = await import("./files.ts");
  return measure(named);
}

/** What to do today about a source that is named in a way that others understand. */
function notOnDisk(named: string): Problem | undefined {
  if (!/^https?:/i.test(named)) return undefined;
  if (/^https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com/i.test(named))
    return {
      code: "E_SOURCE_KIND",
      what: `${named} is the address of a queue`,
      todo: `Write it as sqs:${named}`,
    };
  return {
    code: "E_SOURCE_KIND",
    // The rest of an address may hold a signature.
    what: `${named.replace(/^(https?:\/\/)(?:[^/?#]*@)?([^/?#]*).*$/is, "$1$2/…")} is a web address, and sestrail does not fetch such`,
    todo: "Instead:  curl URL | sestrail ship -",
  };
}

/**
 * Opens the Source that a word names: `-` is stdin, `s3://…` a bucket, `sqs:…` a queue, anything else a file, a folder or a glob. Throws
 * E_SOURCE_MISSING where a path does not exist.
 */
export async function openSource(named: string, context: SourceContext): Promise<Source> {
  if (named === "-") {
    const { stdinSource } = await import("./stdin.ts");
    return stdinSource(context.stdin());
  }
  if (isS3Address(named)) {
    if (context.follow === true) {
      const { followBucket } = await import("./s3/follow.ts");
      return followBucket(named, {
        ...context,
        env: context.env ?? {},
        wanted: context.wanted ?? WANTS_ALL,
      });
    }
    const { s3Source } = await import("./s3/source.ts");
    return s3Source(named, { ...context, env: context.env ?? {} });
  }
  if (isQueueAddress(named)) {
    const { sqsSource } = await import("./sqs/source.ts");
    return sqsSource(named, {
      ...context,
      env: context.env ?? {},
      readers: context.concurrency,
    });
  }
  const elsewhere = notOnDisk(named);
  if (elsewhere !== undefined) throw new CodedError(elsewhere);
  const { filesSource, isThere } = await import("./files.ts");
  if (isThere(named) && context.follow === true) {
    const { followSource } = await import("./follow/follow.ts");
    return followSource(named, { report: context.report });
  }
  if (isThere(named)) return filesSource(named, { report: context.report });
  throw new CodedError({ code: "E_SOURCE_MISSING", what: `${named} does not exist` });
}
