/** The command `sestrail setup kibana`: prints what would be imported, or imports it and tells what was done. */
import { httpSend } from "../../kibana/http.ts";
import { importFiles, setupKibana, type KibanaSetup } from "../../kibana/setup.ts";
import { proxyAgentFor } from "../../network/proxy-agent.ts";
import type { Environment } from "../../network/proxy.ts";
import type { Problem } from "../../telemetry/problem.ts";

/** What the command is asked. `print` needs no server. Holds secrets: never print it. */
export interface SetupKibanaConfig extends Omit<KibanaSetup, "send" | "report"> {
  /** Authorities that are trusted instead of the usual ones, in PEM. */
  readonly ca?: string;
  /** Writes the import files instead of sending them. */
  readonly print: boolean;
}

/** Where the command writes. */
export interface SetupKibanaOutput {
  /** Takes whole lines for stdout. */
  readonly out: (text: string) => void;
  /** Takes lines of progress for stderr. */
  readonly progress: (text: string) => void;
}

/** An answer to an import may take this long: Kibana migrates and checks every object. */
const TIMEOUT_MS = 120_000;

/**
 * Does it, and gives the problems that are to be shown: with one whose exit code is not 0 the command has failed. Throws
 * a coded error where nothing could be imported.
 */
export async function setupKibanaCommand(
  config: SetupKibanaConfig,
  env: Environment,
  { out, progress }: SetupKibanaOutput,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  if (config.print) {
    for (const { ndjson } of importFiles(config)) out(ndjson);
    return [];
  }
  const { ca, url } = config;
  const tls = ca === undefined ? {} : { ca };
  const agent = URL.canParse(url) ? proxyAgentFor(new URL(url), env, tls) : undefined;
  const { lines, problems } = await setupKibana(
    {
      ...config,
      send: httpSend({ timeoutMs: TIMEOUT_MS, ...tls, ...(agent === undefined ? {} : { agent }) }),
      report: ([label, text]) => {
        progress(`${label}: ${text}\n`);
      },
    },
    signal,
  );
  const width = Math.max(...lines.map(([label]) => label.length));
  for (const [label, text] of lines) out(`${label.padEnd(width)}  ${text}\n`);
  return problems;
}
