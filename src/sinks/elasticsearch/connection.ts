/** From an address and the environment to a connection: credentials, certificates, proxy. */
import { readFileSync } from "node:fs";
import { CodedError } from "../../telemetry/problem.ts";
import { proxyAgentFor } from "../../network/proxy-agent.ts";
import type { Environment } from "../../network/proxy.ts";
import type { ElasticsearchConfig } from "./client.ts";
import { readElasticsearchEnvironment } from "./environment.ts";

/** How long an answer may take. On a full disk Elasticsearch waits for a shard for half a minute before it says so. */
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Where and as whom to connect; `url` as `readElasticsearchAddress` gives it. Reads files that the environment names.
 * Throws the first of what is wrong with it.
 */
export function elasticsearchConnection(url: string, env: Environment): ElasticsearchConfig {
  const { config, problems } = readElasticsearchEnvironment(env, (path) =>
    readFileSync(path, "utf8"),
  );
  const [problem] = problems;
  if (problem !== undefined) throw new CodedError(problem);
  const { ca } = config;
  const agent = proxyAgentFor(new URL(url), env, ca === undefined ? {} : { ca });
  return {
    ...config,
    url,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    ...(agent === undefined ? {} : { agent }),
  };
}
