/** The parts of one call as a Source, which remembers why a part is not done. */
import type { NamedObject } from "../sources/notification.ts";
import type { NamedObjects } from "../sources/s3/named-objects.ts";
import { skipOf } from "../sources/s3/layout.ts";
import type { LogFile, NotDone, Source } from "../sources/source.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { Part } from "./call.ts";

/** A Source, and what became of its parts. */
export interface PartsSource extends Source {
  /** Parts that are not done, and why: also those that nobody came to. */
  readonly notDone: () => ReadonlyMap<string, NotDone>;
}

interface State {
  openCount: number;
  failure: NotDone | undefined;
}

/** A Source over the parts. An object that several name is read once. */
export function partsSource(parts: readonly Part[], objects: NamedObjects): PartsSource {
  const states = new Map<string, State>();
  const works = new Map<string, { readonly file: LogFile; readonly of: State[] }>();
  const add = (id: string, state: State, make: () => LogFile): void => {
    state.openCount += 1;
    const work = works.get(id);
    if (work === undefined) works.set(id, { file: make(), of: [state] });
    else work.of.push(state);
  };
  for (const { id, told } of parts) {
    const state: State = { openCount: 0, failure: undefined };
    states.set(id, state);
    told.forEach((one, place) => {
      if (one.kind === "nothing") return;
      if (one.kind === "object") {
        if (skipOf(one.object.key, one.object.sizeBytes ?? 1) === undefined)
          add(nameOf(one.object), state, () => objects.fileOf(one.object));
      } else {
        const name = parts.length === 1 && id === "event" ? "the event" : `message ${id}`;
        add(`${id}/${place}`, state, () => ownFile(name, one));
      }
    });
  }
  return {
    name: "event",
    async *files(signal) {
      for (const { file, of } of works.values()) {
        if (signal.aborted) return;
        yield {
          ...file,
          open: (stop) => file.open(stop),
          ack: () => of.forEach((state) => (state.openCount -= 1)),
          nack: (notDone) =>
            of.forEach((state) => {
              state.openCount -= 1;
              state.failure ??= notDone;
            }),
        };
      }
    },
    close: () => Promise.resolve(),
    notDone: () =>
      new Map(
        [...states].flatMap(([id, { openCount, failure }]) =>
          failure === undefined && openCount === 0 ? [] : [[id, failure ?? LEFT] as const],
        ),
      ),
  };
}

const LEFT: NotDone = {
  kind: "not-begun",
  problem: { code: "E_INTERRUPTED", what: "the time of the call was up before it was begun" },
  transient: true,
};

function nameOf({ bucket, key, etag = "" }: NamedObject): string {
  return `${bucket}/${key} ${etag}`;
}

function ownFile(
  name: string,
  told: { readonly text: string } | { readonly why: string },
): LogFile {
  return {
    id: name,
    name,
    reopenable: true,
    open() {
      if ("text" in told) return Buffer.from(told.text);
      const problem: Problem = {
        code: "E_SQS_MESSAGE",
        what: `${name} can't be understood`,
        why: told.why,
      };
      throw new CodedError(problem);
    },
    ack() {},
    nack() {},
  };
}
