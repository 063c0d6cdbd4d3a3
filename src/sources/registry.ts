/** Which Source reads what is named on the command line. Each is loaded when it is asked for. */
import { CodedError, type Problem } from "../telemetry/problem.ts";
import { isS3Address } from "./s3/address.ts";
import type { Source, Wanted } from "./source.ts";

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
  /** The Source is to go on with what comes. */
  readonly follow?: boolean | undefined;
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
  if (named === "-" || isS3Address(named)) return undefined;
  const { measure } = await import("./files.ts");
  return measure(named);
}

/** What to do today about a source that is named in a way that others understand. */
function notOnDisk(named: string): Problem | undefined {
  const code = "E_SOURCE_KIND";
  const [, scheme = ""] = /^(sqs|https?):/i.exec(named) ?? [];
  switch (scheme.toLowerCase()) {
    case "sqs":
      return {
        code,
        what: `${named} is a queue, and sestrail does not read queues itself yet`,
        todo: "Copy the bucket that it tells of:  aws s3 sync s3://BUCKET/AWSLogs AWSLogs && sestrail ship AWSLogs",
      };
    case "http":
    case "https":
      return {
        code,
        // The rest of an address may hold a signature.
        what: `${named.replace(/^(https?:\/\/)(?:[^/?#]*@)?([^/?#]*).*$/is, "$1$2/…")} is a web address, and sestrail does not fetch such`,
        todo: "Instead:  curl URL | sestrail ship -",
      };
    default:
      return undefined;
  }
}

/**
 * Opens the Source that a word names: `-` is stdin, `s3://…` a bucket, anything else a file, a folder or a glob. Throws
 * E_SOURCE_MISSING where a path does not exist.
 */
export async function openSource(named: string, context: SourceContext): Promise<Source> {
  if (named === "-") {
    const { stdinSource } = await import("./stdin.ts");
    return stdinSource(context.stdin());
  }
  if (isS3Address(named)) {
    if (context.follow === true)
      throw new CodedError({
        code: "E_SOURCE_KIND",
        what: `${named} is a bucket, and sestrail does not follow buckets yet`,
        todo: "Run it again and again, with --checkpoint: each run reads what is new.",
      });
    const { s3Source } = await import("./s3/source.ts");
    return s3Source(named, { ...context, env: context.env ?? {} });
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
