/** A Source of which only those log files can be opened that a proven digest vouches for. */
import type { LogBytes, LogFile, Source } from "../sources/source.ts";
import { FINDINGS, UNPROVEN } from "../tables/verdicts.ts";
import { CodedError } from "../telemetry/problem.ts";
import { compareContent } from "./content.ts";
import { digestName, logName, placeIn } from "./names.ts";
import { vouchedName, type Vouchers } from "./vouchers.ts";

/** The same files, but for digests and whatever else a trail's folders hold that is no log file of calls. */
export function vouchedSource(source: Source, vouchers: Vouchers): Source {
  const only = async function* (all: AsyncIterable<LogFile>): AsyncGenerator<LogFile> {
    for await (const file of all) if (mayBeVouched(file)) yield new VouchedFile(file, vouchers);
  };
  return {
    name: source.name,
    fetched: source.fetched,
    maxAhead: source.maxAhead,
    files: (signal, isDone) => only(source.files(signal, isDone)),
    ...(source.rest === undefined
      ? {}
      : { rest: (signal) => only(source.rest?.(signal) ?? noFiles()) }),
    close: () => source.close(),
  };
}

async function* noFiles(): AsyncGenerator<LogFile> {}

function mayBeVouched({ name }: LogFile): boolean {
  if (digestName(name) !== undefined) return false;
  return logName(name) !== undefined || placeIn(name) === undefined;
}

/** A log file that is compared before its bytes are given. */
class VouchedFile implements LogFile {
  readonly #file: LogFile;
  readonly #vouchers: Vouchers;

  constructor(file: LogFile, vouchers: Vouchers) {
    this.#file = file;
    this.#vouchers = vouchers;
  }

  get id(): string {
    return this.#file.id;
  }

  get version(): string | undefined {
    return this.#file.version;
  }

  get name(): string {
    return this.#file.name;
  }

  get sizeBytes(): number | undefined {
    return this.#file.sizeBytes;
  }

  get reopenable(): boolean {
    return this.#file.reopenable;
  }

  get isGuess(): boolean {
    return this.#file.isGuess === true;
  }

  async open(signal: AbortSignal): Promise<LogBytes> {
    const { name } = this.#file;
    const hash = this.#provenHash();
    const bytes = await this.#file.open(signal);
    const isWhole = bytes instanceof Uint8Array;
    // A small file is given as it was compared. A large one is read twice.
    const found = await compareContent(
      { name, open: (again) => (isWhole ? bytes : this.#file.open(again)) },
      hash,
      signal,
    );
    if (found.kind === "same") return isWhole ? bytes : this.#file.open(signal);
    throw new CodedError({
      code: "E_FILE_CHANGED",
      what: `${name} is not what CloudTrail delivered`,
      why: found.kind === "changed" ? found.why : FINDINGS.file_appended.says,
    });
  }

  ack(): Promise<void> | void {
    return this.#file.ack();
  }

  nack(...args: Parameters<LogFile["nack"]>): Promise<void> | void {
    return this.#file.nack(...args);
  }

  #provenHash(): string {
    const { name } = this.#file;
    const { table, coverage } = this.#vouchers;
    const log = logName(name);
    const vouched = log === undefined ? undefined : table.see(vouchedName(log, name));
    if (vouched !== undefined && vouched.unproven === undefined) return vouched.hash;
    const notVouched = (why: string): CodedError =>
      new CodedError({ code: "E_NOT_VOUCHED", what: `no proven digest vouches for ${name}`, why });
    if (vouched?.unproven !== undefined) throw notVouched(UNPROVEN[vouched.unproven]);
    if (log === undefined) throw notVouched("it is no log file of a trail, by its name");
    const why = coverage.judgeUnnamed(log);
    if (why !== "file_added") throw notVouched(UNPROVEN[why]);
    throw new CodedError({
      code: "E_FILE_CHANGED",
      what: `${name} was not delivered by CloudTrail`,
      why: FINDINGS.file_added.says,
    });
  }
}
