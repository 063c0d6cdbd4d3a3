/** Starts Collectors with faults of their own, by the service script of the folder that SESTRAIL_SERVICES names. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The folder of the service scripts; undefined: tests that need faults are skipped. */
export const services = process.env["SESTRAIL_SERVICES"];

/** What a started Collector says of itself: OTEL_* variables. */
export type CollectorSettings = Readonly<Record<string, string>>;

/** A Collector of the tests' own, beside the one that all tests share. */
export interface OwnCollector {
  start(settings?: Readonly<Record<string, string>>): Promise<CollectorSettings>;
  stop(): Promise<void>;
}

/** `port` is the first of three in a row, below 32768, where outgoing connections are not. */
export function ownCollector(name: string, port: number): OwnCollector {
  const call = async (
    verb: "start" | "stop",
    settings: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    const { stdout } = await run(`${services}/collector`, [verb], {
      env: {
        ...process.env,
        COLLECTOR_NAME: name,
        COLLECTOR_HTTP_PORT: String(port),
        COLLECTOR_GRPC_PORT: String(port + 1),
        COLLECTOR_HEALTH_PORT: String(port + 2),
        ...settings,
      },
    });
    return stdout;
  };
  return {
    async start(settings) {
      const lines = (await call("start", settings)).split("\n");
      return Object.fromEntries(
        lines.flatMap((line) => {
          const [, variable, value] = /^(?:export )?(OTEL_\w+)=(.*)$/.exec(line) ?? [];
          return variable === undefined ? [] : [[variable, value?.replace(/^'|'$/g, "") ?? ""]];
        }),
      );
    },
    stop: async () => void (await call("stop")),
  };
}
