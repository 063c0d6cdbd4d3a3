/** From `--to elasticsearch:…` to its sink or client: address, credentials from the environment, proxy. */
import { readFileSync } from "node:fs";
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import type { DataStream } from "../destination.ts";
import { type Environment, proxyAgentFor } from "../proxy.ts";
import { readElasticsearchAddress } from "./address.ts";
import type { ElasticsearchConfig } from "./client.ts";
import { readElasticsearchEnvironment } from "./environment.ts";
import { type ElasticsearchSink, elasticsearchSink } from "./sink.ts";

/** How long an answer may take. A bulk request waits up to a minute for a shard by itself. */
const REQUEST_TIMEOUT_MS = 90_000;

/**
 * Where and as whom to connect. Throws the first of what is wrong with address, credentials or proxy; all of it is
 * told by `readElasticsearchEnvironment`.
 */
export function elasticsearchConfig(address: string, env: Environment): ElasticsearchConfig {
  const read = readElasticsearchAddress(address);
  if ("wrong" in read) {
    throw new CodedError({
      code: "E_USAGE",
      what: "the address of Elasticsearch",
      why: read.wrong,
    });
  }
  const { config, problems } = readElasticsearchEnvironment(env, (path) =>
    readFileSync(path, "utf8"),
  );
  const [problem] = problems;
  if (problem !== undefined) throw new CodedError(problem);
  const { url } = read;
  const agent = proxyAgentFor(new URL(url), env, config.ca === undefined ? {} : { ca: config.ca });
  return {
    ...config,
    url,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    ...(agent === undefined ? {} : { agent }),
  };
}

/** The sink of a destination. Opens no connection before it is used. */
export function openElasticsearchSink(
  destination: { readonly url: string; readonly setup: boolean; readonly dataStream: DataStream },
  env: Environment,
  report: (problem: Problem) => void,
): ElasticsearchSink {
  const { url, setup, dataStream } = destination;
  return elasticsearchSink({
    connection: elasticsearchConfig(url, env),
    ...dataStream,
    setup,
    report,
  });
}
