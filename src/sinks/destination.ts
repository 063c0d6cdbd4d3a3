/** What `--to` names, decided in every part. Secrets are no part of it: sinks read them from the environment. */
import type { TextOptions } from "../shape/text.ts";

/** The data stream that documents say they belong to. */
export interface DataStream {
  readonly dataset: string;
  readonly namespace: string;
}

/** The Shape of lines on stdout and in files. */
export type ShapeName = "text" | "ecs" | "otel";

/** Where events go. `name` is for people and holds no secret. */
export type Destination =
  | {
      readonly kind: "stdout";
      readonly name: string;
      readonly format: ShapeName;
      readonly text: TextOptions;
      readonly dataStream: DataStream;
    }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly path: string;
      readonly format: ShapeName;
      readonly append: boolean;
      readonly dataStream: DataStream;
    }
  | {
      readonly kind: "elasticsearch";
      readonly name: string;
      /** `http://…`, `https://…`, or `cloud:NAME:CLOUD_ID`. */
      readonly url: string;
      /** Make templates and lifecycle where they are absent. */
      readonly setup: boolean;
      readonly dataStream: DataStream;
    }
  | {
      readonly kind: "otlp";
      readonly name: string;
      readonly url: string;
      readonly dataStream: DataStream;
    };
