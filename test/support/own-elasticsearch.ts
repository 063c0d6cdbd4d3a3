/** Starts Elasticsearches with faults of their own, by the service script of the folder that SESTRAIL_SERVICES names. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The folder of the service scripts; undefined: tests that need faults are skipped. */
export const services: string | undefined = process.env["SESTRAIL_SERVICES"];

/** An Elasticsearch of the tests' own, beside the one that all tests share. */
export interface OwnElasticsearch {
  /** Starts it with these node settings; gives its address, and the file of its authority where it speaks TLS. */
  start(settings: readonly string[]): Promise<{ readonly url: string; readonly caFile?: string }>;
  stop(): Promise<void>;
  /** SIGKILL, as a crash. What was acknowledged is there after `startAgain`. */
  kill(): Promise<void>;
  /** Starts it with the data of the last run. */
  startAgain(settings: readonly string[]): Promise<void>;
  /** SIGSTOP: it takes connections and answers nothing, until it is resumed. */
  pause(): void;
  resume(): void;
}

/** `env` is the service script's: a password turns security on, and ELASTICSEARCH_TLS=1 TLS. */
export function ownElasticsearch(
  port: number,
  env: Readonly<Record<string, string>> = {},
): OwnElasticsearch {
  const call = async (
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    const { stdout } = await run(`${services}/elasticsearch`, args, {
      env: {
        ...process.env,
        ...more,
        ELASTICSEARCH_PORT: String(port),
        ELASTICSEARCH_HEAP: "512m",
        ...env,
      },
    });
    return stdout;
  };
  const started = (settings: readonly string[]): readonly string[] => [
    "start",
    ...settings.flatMap((setting) => ["-E", setting]),
  ];
  const signal = (name: "SIGSTOP" | "SIGCONT"): void => {
    const home = process.env["SESTRAIL_SERVICES_HOME"] ?? "/var/tmp/sestrail-services";
    const pid = readFileSync(`${home}/elasticsearch-${port}/pid`, "utf8");
    process.kill(Number(pid), name);
  };
  return {
    async start(settings) {
      const printed = await call(started(settings));
      const url = /^ELASTICSEARCH_URL=(.*)$/m.exec(printed)?.[1];
      const caFile = /^ELASTICSEARCH_CA=(.*)$/m.exec(printed)?.[1];
      if (url === undefined) throw new Error(`no address in: ${printed}`);
      return caFile === undefined ? { url } : { url, caFile };
    },
    stop: async () => void (await call(["stop"])),
    kill: async () => void (await call(["kill"])),
    startAgain: async (settings) => void (await call(started(settings), { KEEP: "1" })),
    pause: () => signal("SIGSTOP"),
    resume: () => signal("SIGCONT"),
  };
}
