/** Which proxy leads to a destination: HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case. Loads no agents. */
import { BlockList, isIP } from "node:net";
import { CodedError } from "../telemetry/problem.ts";
import { isLoopback } from "./loopback.ts";

/** The environment, as `process.env` has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The address of the proxy for `url`, which may hold credentials; undefined: go straight, as for every loopback address.
 * The lower-case variable wins, as in curl; an empty one counts as unset.
 * Throws E_PROXY.
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const address = valueOf(env, name);
  if (address === undefined || isLoopback(url.hostname)) return undefined;
  if (isExempt(url, valueOf(env, "NO_PROXY"))) return undefined;
  const written = address.includes("://") ? address : `http://${address}`;
  const proxy = URL.canParse(written) ? new URL(written) : undefined;
  if (proxy?.protocol !== "http:" && proxy?.protocol !== "https:") {
    throw new CodedError({
      code: "E_PROXY",
      what: `${name} is not the address of an HTTP proxy`,
      todo: `Write it as http://host:port. It is needed to reach ${url.host}; NO_PROXY names hosts that need none.`,
    });
  }
  return proxy;
}

function valueOf(env: Environment, name: string): string | undefined {
  return [env[name.toLowerCase()], env[name]].map((value) => value?.trim()).find(Boolean);
}

/** NO_PROXY: `*`, or names and addresses by commas or spaces, each also good for what is below it; `host:port`; CIDR. */
function isExempt(url: URL, noProxy: string | undefined): boolean {
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, "");
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return (noProxy ?? "")
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      if (entry.includes("/")) return isWithin(host, entry);
      const withPort = /^(?<name>\[[^\]]*\]|[^:]*):(?<port>\d+)$/.exec(entry)?.groups;
      if (withPort !== undefined && withPort["port"] !== port) return false;
      const name = (withPort?.["name"] ?? entry).replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
      return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
    });
}

function isWithin(host: string, network: string): boolean {
  const [address = "", prefix = ""] = network.split("/");
  const family = isIP(host);
  const bits = Number(prefix);
  const widest = family === 4 ? 32 : 128;
  if (family === 0 || isIP(address) !== family || !/^\d+$/.test(prefix) || bits > widest)
    return false;
  const version = family === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(address, bits, version);
  return list.check(host, version);
}
