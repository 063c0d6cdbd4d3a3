/** `sestrail backfill`: puts the objects of a bucket on a queue, so that many workers share the reading. */
import { usage, type UsageProblem } from "../../config/asked.ts";
import { resolveOptions, type Resolved } from "../../config/resolve.ts";
import { roleOf, roleProblems } from "../../config/role.ts";
import { selectionOf, selectionProblems } from "../../config/selection.ts";
import type { Checkpoint } from "../../checkpoint/checkpoint.ts";
import { problemLog, problemOf } from "../../job/problem-log.ts";
import { wantedOf } from "../../job/wanted.ts";
import { isS3Address, readS3Address } from "../../sources/s3/address.ts";
import type { Fetched, Source } from "../../sources/source.ts";
import { isQueueAddress, readQueueAddress } from "../../sources/sqs/address.ts";
import type { Enqueued } from "../../sources/sqs/enqueue.ts";
import { AWS_PRICES } from "../../tables/aws-prices.ts";
import { ERRORS } from "../../tables/errors.ts";
import { CodedError } from "../../telemetry/problem.ts";
import { optionSources } from "../configuration/configure.ts";
import { formatBytes, formatCount, formatCounted } from "../screen/format.ts";
import { problemLines, usageLines } from "../screen/problems.ts";
import { proseWidth, writeLines, type Terminal } from "../screen/terminal.ts";

/** Runs `sestrail backfill` and gives the exit code: 0 all is on the queue, 1 not, 2 usage, 130 or 143 stopped. */
export async function backfill(terminal: Terminal): Promise<number> {
  const { stdout, stderr, env, now } = terminal;
  const gathered = await optionSources("backfill", terminal);
  const resolved = resolveOptions(gathered);
  const sources = gathered.asked.operands;
  const problems = [...gathered.wrongFile, ...wrongWith(resolved, sources)];
  if (problems.length > 0) {
    writeLines(stderr, usageLines(problems, proseWidth(stderr)));
    return 2;
  }
  const { values } = resolved;
  const isDry = values["dry-run"];
  const log = problemLog();
  const stop = new AbortController();
  let signalled: "SIGINT" | "SIGTERM" | undefined;
  const release = terminal.onSignal((signal) => {
    signalled = signal;
    stop.abort();
  });
  const all: { source: Source; enqueued: Enqueued }[] = [];
  let checkpoint: Checkpoint | undefined;
  try {
    const [{ s3Source }, { enqueue }] = await Promise.all([
      import("../../sources/s3/source.ts"),
      import("../../sources/sqs/enqueue.ts"),
    ]);
    if (values.checkpoint !== undefined && !isDry)
      checkpoint = await openCheckpoint(values.checkpoint, stop);
    for (const named of sources) {
      const source = await s3Source(named, {
        env,
        report: (problem) => log.add(problem),
        wanted: wantedOf(selectionOf(values, resolved.zone?.clock)),
        requesterPays: values["requester-pays"],
        role: roleOf(values),
      });
      try {
        const enqueued = await enqueue(
          source,
          {
            env,
            queue: isDry ? undefined : values.enqueue,
            isDone: (file) => checkpoint?.stateOf(file) === "done",
            onSent: (file) => checkpoint?.finish(file),
            now,
          },
          stop.signal,
        );
        all.push({ source, enqueued });
      } finally {
        await source.close();
      }
    }
  } catch (thrown) {
    log.add(problemOf(thrown));
  } finally {
    release();
    await checkpoint?.close().catch((thrown: unknown) => log.add(problemOf(thrown)));
  }
  for (const group of log.groups()) writeLines(stderr, problemLines(group, proseWidth(stderr)));
  writeLines(
    stdout,
    all.flatMap(({ source, enqueued }) => linesOf(source, enqueued, isDry)),
  );
  if (signalled !== undefined) return signalled === "SIGINT" ? 130 : 143;
  const exits = new Set<number>(log.groups().map(({ code }) => ERRORS[code].exit));
  return [2, 1, 3].find((exit) => exits.has(exit)) ?? 0;
}

async function openCheckpoint(path: string, stop: AbortController): Promise<Checkpoint> {
  const { openFileCheckpoint } = await import("../../checkpoint/file-checkpoint.ts");
  // What the queue has taken is safe.
  const makeSafe = (): Promise<void> => Promise.resolve();
  return openFileCheckpoint(path, { makeSafe, onFailure: () => stop.abort() }, stop.signal);
}

function wrongWith(
  { values, setBy, problems }: Resolved,
  sources: readonly string[],
): readonly UsageProblem[] {
  const { enqueue } = values;
  return [
    ...problems,
    ...selectionProblems(values, setBy),
    ...roleProblems(values, setBy),
    ...(sources.length === 0 ? [usage("source", "none is named; name a bucket")] : []),
    ...sources.flatMap((named) =>
      isS3Address(named)
        ? wrongAddress(named, readS3Address)
        : [usage(named, "is no bucket: write it as s3://BUCKET/AWSLogs")],
    ),
    ...(enqueue === undefined
      ? values["dry-run"]
        ? []
        : [
            usage(
              "--enqueue",
              "is needed: the queue, such as sqs:https://sqs.eu-west-1.amazonaws.com/111122223333/NAME",
            ),
          ]
      : isQueueAddress(enqueue)
        ? wrongAddress(enqueue, readQueueAddress)
        : [usage(`--enqueue ${enqueue}`, "is no queue: write sqs: before its URL")]),
  ];
}

function wrongAddress(named: string, read: (named: string) => unknown): readonly UsageProblem[] {
  try {
    read(named);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof CodedError)) throw thrown;
    return [usage(named, thrown.problem.todo ?? thrown.message)];
  }
}

/** Entries that one request to a queue takes. */
const IN_ONE = 10;

function linesOf(
  { name, fetched }: Source,
  { objects, bytes, before, requests }: Enqueued,
  isDry: boolean,
): readonly string[] {
  const { lists = 0, skipped = new Map<string, number>() } = fetched ?? ({} as Partial<Fetched>);
  const passed = [...skipped].map(([why, count]) => `${formatCount(count)} ${why}`);
  const sends = isDry ? Math.ceil(objects / IN_ONE) : requests;
  // Received and deleted by tens where there are many.
  const later = 2 * Math.ceil(objects / IN_ONE);
  const dollars =
    lists * AWS_PRICES.list + objects * AWS_PRICES.get + (sends + later) * AWS_PRICES.queue;
  const row = (label: string, text: string): string => `${label.padEnd(12)}${text}`;
  return [
    row(
      isDry ? "would put" : "put",
      `${formatCounted(objects, "object")}, ${formatBytes(bytes)}, of ${name}`,
    ),
    ...(before > 0 ? [row("before", `${formatCount(before)} by an earlier run`)] : []),
    ...(passed.length > 0 ? [row("left out", passed.join(", "))] : []),
    row(
      "requests",
      `${formatCount(lists)} list, ${formatCount(sends)} to the queue; to read all of it ${formatCount(objects)} get and about ${formatCount(later)} to the queue`,
    ),
    row(
      "price",
      `about ${dollars < 0.01 ? "$0.01 or less" : `$${dollars.toFixed(2)}`} for these requests, by list prices`,
    ),
  ];
}
