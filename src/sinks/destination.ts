/** What `--to` names, decided in every part. Secrets are no part of it: sinks read them from the environment. */
import type { StreamOptions } from "../shape/stream.ts";
import type { TextOptions } from "../shape/text/table.ts";

/** Shapes of lines on stdout and in files. */
export const SHAPE_NAMES = ["text", "csv", "tsv", "ecs", "otel"] as const;

/** One of them. */
export type ShapeName = (typeof SHAPE_NAMES)[number];

/** How `text`, `csv` and `tsv` are written. */
export interface TextSettings extends TextOptions {
  /** `time`: when all is read, sorted. `arrival`: as it comes, for sources that may never end. */
  readonly order: "time" | "arrival";
}

/** Where events go. `name` is for people and holds no secret. */
export type Destination =
  | {
      readonly kind: "stdout";
      readonly name: string;
      readonly format: ShapeName;
      /** Columns that were chosen for csv or tsv. */
      readonly columns?: readonly string[];
      readonly text: TextSettings;
      readonly dataStream: StreamOptions;
    }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly path: string;
      readonly format: ShapeName;
      /** Columns that were chosen for csv or tsv. */
      readonly columns?: readonly string[];
      readonly text: TextSettings;
      readonly append: boolean;
      /** What a crash left of a last line is cut off: its LogFile is not done, and comes again. */
      readonly cutTorn: boolean;
      readonly dataStream: StreamOptions;
    }
  | {
      readonly kind: "elasticsearch";
      readonly name: string;
      readonly url: string;
      /** Make templates and lifecycle where they are absent. */
      readonly setup: boolean;
      readonly dataStream: StreamOptions;
    }
  | {
      readonly kind: "otlp";
      readonly name: string;
      /** As written; empty: the environment's, else the standard one. */
      readonly address: string;
      readonly dataStream: StreamOptions;
    };

/** Whether a server takes the events: it keeps them, and may be slower than what is read. */
export function isServer({ kind }: Destination): boolean {
  return kind === "elasticsearch" || kind === "otlp";
}
