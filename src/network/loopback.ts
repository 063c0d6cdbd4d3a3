/** Tells the own machine from the network: the own machine needs no compression and no proxy. */
import { isIPv4 } from "node:net";

/** True for `localhost`, names below it, 127.0.0.0/8 and ::1, as they stand in a URL's `hostname`. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, "");
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    (isIPv4(host) && host.startsWith("127."))
  );
}
