/** The way to AWS: straight, or through the proxy that the environment names. */
import type { Agent as HttpAgent } from "node:http";
import type { Agent as HttpsAgent } from "node:https";
import { proxyFor } from "../../network/proxy.ts";
import type { AwsEnvironment } from "./settings.ts";

/** What a client's request handler takes. */
export interface AwsAgents {
  readonly httpAgent?: HttpAgent | { readonly maxSockets: number };
  readonly httpsAgent?: HttpsAgent | { readonly maxSockets: number };
}

/** More than files are ever read side by side, and the requests beside them. */
const MOST_SOCKETS = 512;

/** Agents for requests to this address. Throws E_PROXY. */
export async function awsAgents(env: AwsEnvironment, url: URL): Promise<AwsAgents> {
  if (proxyFor(url, env) === undefined)
    return { httpAgent: { maxSockets: MOST_SOCKETS }, httpsAgent: { maxSockets: MOST_SOCKETS } };
  const { proxyAgentFor } = await import("../../network/proxy-agent.ts");
  const agent = proxyAgentFor(url, env);
  return url.protocol === "https:"
    ? { httpsAgent: agent as HttpsAgent }
    : { httpAgent: agent as HttpAgent };
}
