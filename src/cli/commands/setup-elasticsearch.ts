/** The command `sestrail setup elasticsearch`: prints what would be sent, or sets the server up and tells what was done. */
import { type ElasticsearchConfig, elasticsearchClient } from "../../sinks/elasticsearch/client.ts";
import { type KeyRequest, printedRole } from "../../sinks/elasticsearch/role.ts";
import {
  type SetupOptions,
  printedSetup,
  setupElasticsearch,
} from "../../sinks/elasticsearch/setup.ts";

/** What the command is asked. `print` and `printRole` need no server. */
export interface SetupElasticsearchConfig extends Omit<SetupOptions, "connection"> {
  readonly connection: ElasticsearchConfig;
  /** Writes all requests as JSON instead of sending them. */
  readonly print: boolean;
  /** Writes requests for API keys with the rights that are needed, to paste into Kibana's Dev Tools. */
  readonly printRole: boolean;
}

function pasteable({ purpose, method, path, body }: KeyRequest): string {
  return `# ${purpose}\n${method} ${path}\n${JSON.stringify(body, null, 2)}\n`;
}

/** Does it. `out` takes text for stdout, and makes what a server said harmless. Throws a coded error where the server refuses. */
export async function setupElasticsearchCommand(
  config: SetupElasticsearchConfig,
  out: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (config.printRole) {
    out(printedRole(config.dataset).map(pasteable).join("\n"));
    return;
  }
  if (config.print) {
    out(`${JSON.stringify(printedSetup(config), null, 2)}\n`);
    return;
  }
  const client = elasticsearchClient(config.connection);
  try {
    const lines = await setupElasticsearch(client, config, signal);
    const width = Math.max(...lines.map(([label]) => label.length));
    for (const [label, text] of lines) out(`${label.padEnd(width)}  ${text}\n`);
  } finally {
    await client.close();
  }
}
