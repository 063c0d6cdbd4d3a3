/**
 * The way through a proxy, for every destination: always a CONNECT tunnel, for http addresses too, so that what a proxy
 * answers itself is never taken for an answer of the destination.
 */
import type { Agent } from "node:http";
import type { AgentOptions } from "node:https";
import { HttpProxyAgent, HttpsProxyAgent } from "hpagent";
import { type Environment, proxyFor } from "./proxy.ts";

/** What TLS to the destination (not to the proxy) needs. */
export type TlsOptions = Pick<AgentOptions, "ca" | "cert" | "key" | "checkServerIdentity">;

/**
 * The agent that goes through the proxy which the environment names for `url`; undefined: go straight.
 * Serves `http.request` and the `agent` option of `@elastic/transport`'s HttpConnection (as `() => agent`).
 * Throws E_PROXY when the proxy's address cannot be understood.
 */
export function proxyAgentFor(url: URL, env: Environment, tls: TlsOptions = {}): Agent | undefined {
  const proxy = proxyFor(url, env);
  if (proxy === undefined) return undefined;
  return url.protocol === "https:"
    ? new HttpsProxyAgent({ proxy, keepAlive: true, ...tls })
    : new HttpProxyAgent({ proxy, keepAlive: true });
}

/** The status with which a proxy refused the tunnel, if that is what `error` says. Source: hpagent 1.2.0, createConnection. */
export function proxyRefusal(error: Error): number | undefined {
  const status = /^Bad response: (\d{3})$/.exec(error.message)?.[1];
  return status === undefined ? undefined : Number(status);
}
