/** What the library's types allow and refuse; checked by the compiler, never run. */
import { createReadStream } from "node:fs";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ConsoleLogRecordExporter } from "@opentelemetry/sdk-logs";
import {
  ACTIONS,
  ecsLine,
  exporterSink,
  type FIELDS,
  normalise,
  readRecords,
  sesEvents,
  sesEventDuplex,
  sesEventStream,
  ship,
  SIGNALS,
  toEcs,
  toOtel,
  trailEvents,
  type CodedError,
  type EcsDocument,
  type ErrorCode,
  type FieldName,
  type RunResult,
  type SesEvent,
  type ShipOptions,
  type Sink,
  type Source,
} from "../../src/index.ts";

/** True where both types are the same. */
type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;

export async function options(sink: Sink, source: Source, exporter: ConsoleLogRecordExporter) {
  const result: RunResult = await ship({
    from: ["a", "b"],
    sources: [source],
    sinks: [sink, exporterSink("console", exporter)],
    since: new Date(),
    until: "7d",
    region: "eu-*",
    action: ["Delete*", "Put*"],
    maxMemory: "64MiB",
    maxRecord: 1024,
    retryFor: 5000,
    format: "ecs",
    writesOnly: true,
    setup: undefined,
    to: "otlp:http://localhost:4318",
  });
  // @ts-expect-error: no such option
  await ship({ from: "a", maxMemroy: 1 });
  // @ts-expect-error: the summary is the command's
  await ship({ from: "a", summary: "json" });
  // @ts-expect-error: not one of the words
  await ship({ from: "a", format: "xml" });
  // @ts-expect-error: a switch is true or false
  await ship({ from: "a", dryRun: "yes" });
  // @ts-expect-error: a count is a number
  await ship({ from: "a", concurrency: "4" });
  // @ts-expect-error: what is read is not changed
  result.books.files = result.books.files.read;
  void (true satisfies Same<
    ShipOptions["format"],
    "text" | "csv" | "tsv" | "ecs" | "otel" | undefined
  >);
  void (true satisfies Same<ShipOptions["region"], string | readonly string[] | undefined>);
  void (true satisfies Same<ShipOptions["since"], Date | string | undefined>);
  void (true satisfies Same<ShipOptions["maxMemory"], number | string | undefined>);
  void (true satisfies Same<ShipOptions["to"], string | readonly string[] | undefined>);
}

export async function events(response: Response) {
  for await (const event of sesEvents(createReadStream("a"), { writesOnly: true })) {
    void (true satisfies Same<typeof event, SesEvent>);
    void (true satisfies Same<(typeof event.fields)["event.action"], string | undefined>);
    void (true satisfies Same<
      (typeof event.fields)["aws.ses.signals"],
      readonly string[] | undefined
    >);
    void (true satisfies Same<(typeof event.fields)["event.sequence"], number | undefined>);
    // @ts-expect-error: no such field
    void event.fields["event.acton"];
    // @ts-expect-error: events are not changed
    event.fields.message = "";
    // The data stream has a default.
    void [toEcs(event), toOtel(event), ecsLine(event, { dataset: "d", namespace: "n" })];
  }
  // @ts-expect-error: an option of ship
  sesEvents([], { to: "stdout" });
  // @ts-expect-error: text is no bytes
  sesEvents("text");
  await pipeline(createReadStream("a"), sesEvents, async (taken: AsyncIterable<SesEvent>) => {
    for await (const event of taken) void event.fields.message;
  });
  const duplex: Duplex = sesEventDuplex({ writesOnly: true });
  void duplex;
  const { body } = response;
  if (body !== null) {
    for await (const event of body.pipeThrough(sesEventStream({ region: "eu-*" })))
      void (true satisfies Same<typeof event, SesEvent>);
  }
}

export async function records(bytes: Uint8Array) {
  for await (const element of readRecords(bytes)) {
    // @ts-expect-error: it may be unreadable
    void element.record;
    if ("unreadable" in element) {
      void element.unreadable.raw.text;
      continue;
    }
    const made = normalise(element.record, { readAt: "2026-11-24T00:00:00Z", keepOriginal: false });
    // @ts-expect-error: it may be unshapeable
    void made.event;
    if ("event" in made) void made.event.fields;
  }
}

export function tables(error: CodedError) {
  void (true satisfies Same<FieldName, keyof typeof FIELDS>);
  const code: ErrorCode = error.code;
  // @ts-expect-error: no such code
  if (code === "E_NO_SUCH") return;
  void [ACTIONS[0]?.verb, SIGNALS[0].severity];
  // @ts-expect-error: tables are not changed
  ACTIONS.length = 0;
}

export async function trails(signal: AbortSignal): Promise<SesEvent | undefined> {
  for await (const event of trailEvents(["a", "b/*.gz"], { signal, since: "7d", onProblem() {} }))
    return event;
  // @ts-expect-error: a trail has files with names of their own
  trailEvents("a", { name: "b" });
  // @ts-expect-error: a path is no bytes
  sesEvents("trail.json.gz");
  return undefined;
}

export function documents(event: SesEvent): void {
  const document: EcsDocument = toEcs(event);
  const effect: string | undefined = document.aws?.ses?.effect;
  const same: Same<typeof effect, string | undefined> = true;
  const names: readonly string[] | undefined = document.aws?.ses?.target?.name;
  const place: number | undefined = document.event?.sequence;
  const readOnly: boolean | undefined = document.aws?.cloudtrail?.read_only;
  const key: string | undefined = document.aws?.cloudtrail?.user_identity?.access_key_id;
  const resource: string | undefined = document.aws?.cloudtrail?.resources?.[0]?.arn;
  const stream: string | undefined = document.data_stream?.dataset;
  void [document["@timestamp"], effect, same, names, place, readOnly, key, resource, stream];
  // @ts-expect-error: no such field
  void document.aws?.ses?.efect;
  // @ts-expect-error: stands in the other shape only
  void document.rpc;
  // @ts-expect-error: a number is no text
  const wrong: string | undefined = document.event?.sequence;
  void wrong;
}
