/** LogFiles of a bucket. */
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import type { AwsRole } from "../aws/role.ts";
import {
  nothingFetched,
  skip,
  WANTS_ALL,
  type Elsewhere,
  type Fetched,
  type LogFile,
  type Source,
  type Wanted,
} from "../source.ts";
import { readS3Address, type S3Address } from "./address.ts";
import { openBucket, type Bucket, type Listed } from "./bucket.ts";
import type { DownloadOptions } from "./download.ts";
import { failureOf } from "./failure.ts";
import { mayHold, skipOf } from "./layout.ts";
import { objectsOf } from "./listing.ts";
import { isJsonName, objectFile, STALL_MS, type PlaceSettings } from "./object-file.ts";
import { stepsInto } from "./plan.ts";

/** What a bucket is read with. */
export interface S3Options {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: (problem: Problem) => void;
  /** Everything where it is absent. */
  readonly wanted?: Wanted | undefined;
  readonly requesterPays?: boolean | undefined;
  readonly role?: AwsRole | undefined;
  /** An answer or a piece of it that does not come within this is asked for again. */
  readonly stallMs?: number | undefined;
}

/** When so many objects in a row are refused, and never was one given, all will be. */
const MOST_REFUSED = 20;

/** A bucket that may be listed again and again. */
export interface S3Reader {
  readonly fetched: Fetched;
  /** What is wanted of it now; problems are told to `report`. */
  readonly filesOf: (
    wanted: Wanted,
    report: S3Options["report"],
    signal: AbortSignal,
  ) => AsyncIterable<LogFile>;
  readonly close: () => Promise<void>;
}

/** A Source over a folder of a bucket, or one object. Throws E_USAGE for what is no address. */
export async function s3Source(named: string, options: S3Options): Promise<Source> {
  const { wanted = WANTS_ALL, report } = options;
  const { fetched, filesOf, close } = await openS3Reader(named, options);
  return {
    name: named,
    places: "network",
    fetched,
    files: (signal) => filesOf(wanted, report, signal),
    close,
  };
}

/** Opens a bucket. No request is sent yet. Throws E_USAGE for what is no address. */
export async function openS3Reader(named: string, options: S3Options): Promise<S3Reader> {
  const { env, stallMs = STALL_MS, requesterPays = false, role } = options;
  const settings: PlaceSettings = { requesterPays, role, stallMs };
  const address = readS3Address(named);
  const fetched = nothingFetched();
  const bucket = await openBucket(address.bucket, {
    env,
    ...settings,
    fetched,
  });
  const prospects = new Prospects();
  const downloading: DownloadOptions = {
    stallMs,
    fetched,
    onBegun: () => prospects.onBegun(),
    onGivenUp: (error) => prospects.onGivenUp(error),
  };
  const elsewhere: Elsewhere = {
    fetched,
    onOpened(failure) {
      if (failure === undefined) prospects.onBegun();
      else prospects.onGivenUp(failure);
    },
  };
  const fileOf = (object: Listed): LogFile => {
    const isNamed = object.key === address.path;
    return objectFile(bucket, object, { downloading, isNamed, settings, elsewhere });
  };
  return {
    fetched,
    async *filesOf(wanted, report, signal) {
      fetched.skipped.clear();
      let found = 0;
      let archived = 0;
      try {
        for await (const objects of listed(bucket, address, wanted, signal)) {
          for (const object of objects) {
            if (signal.aborted) return;
            prospects.throwIfHopeless();
            const why = skipOf(object.key, object.sizeBytes, wanted);
            if (why !== undefined) skip(fetched, why);
            else if (mayHold(object.key, wanted)) {
              if (object.isArchived) archived += 1;
              else {
                found += 1;
                yield fileOf(object);
              }
            }
          }
        }
      } catch (thrown) {
        if (signal.aborted) return;
        if (thrown instanceof CodedError) throw thrown;
        throw new CodedError(failureOf(thrown, { bucket: bucket.name }).problem, { cause: thrown });
      }
      if (signal.aborted) return;
      prospects.throwIfHopeless();
      if (archived > 0) {
        fetched.skipped.set("archived", archived);
        report(archivedProblem(named, archived));
      }
      if (found + archived === 0) report(nothingProblem(named, fetched));
    },
    async close() {
      bucket.close();
    },
  };
}

/** All objects that an address and a wish lead to. */
async function* listed(
  bucket: Bucket,
  { path }: S3Address,
  wanted: Wanted,
  signal: AbortSignal,
): AsyncGenerator<readonly Listed[]> {
  if (signal.aborted) return;
  let any = false;
  if (!isJsonName(path)) {
    const folder = path === "" || path.endsWith("/") ? path : `${path}/`;
    for await (const objects of objectsOf(bucket, stepsInto(folder, wanted), wanted, signal)) {
      any ||= objects.length > 0;
      yield objects;
    }
  }
  if (any || path === "" || path.endsWith("/")) return;
  // An object's own key comes first among those that begin with it.
  const { objects } = await bucket.list({ prefix: path, most: 1 }, signal);
  yield objects.filter(({ key }) => key === path);
}

/** Remembers whether objects can be read at all: where none can, to go on would only fail each of them. */
class Prospects {
  /** Objects that were refused before any was given. */
  #refused = 0;
  #hasBegun = false;
  #hopeless: CodedError | undefined;

  onBegun(): void {
    this.#hasBegun = true;
  }

  onGivenUp(error: CodedError): void {
    const { code, problem } = error;
    if (code === "E_S3_DENIED" || code === "E_S3_KMS") this.#refused += 1;
    const isRefused = !this.#hasBegun && this.#refused >= MOST_REFUSED;
    if (isRefused)
      this.#hopeless ??= new CodedError(
        {
          ...problem,
          why: `${problem.why ?? ""}; so were all of the first ${MOST_REFUSED} objects`,
        },
        { cause: error },
      );
    if (/^E_AWS_|^E_S3_(?:BUCKET|REGION)$/.test(code)) this.#hopeless ??= error;
  }

  throwIfHopeless(): void {
    if (this.#hopeless !== undefined) throw this.#hopeless;
  }
}

function archivedProblem(named: string, count: number): Problem {
  return {
    code: "E_S3_ARCHIVED",
    what: `${count.toLocaleString("en")} ${count === 1 ? "object" : "objects"} of ${named} ${count === 1 ? "lies" : "lie"} in an archive (Glacier), and ${count === 1 ? "was" : "were"} not read`,
  };
}

function nothingProblem(named: string, { skipped }: Fetched): Problem {
  const why = [...skipped].map(([kind, count]) => `${count.toLocaleString("en")} ${kind}`);
  return {
    code: "E_NO_LOGS",
    what: `no logs in ${named}`,
    ...(why.length === 0 ? {} : { why: `passed over: ${why.join(", ")}` }),
  };
}
