/** Where to listen, as people write it. Pure. */

/** An address of this machine, and a port. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** A port alone is for this machine only: who wants others to reach it says so. */
const LOOPBACK = "127.0.0.1";

/** Understands `9464`, `127.0.0.1:9464`, `localhost:9464` and `[::1]:9464`; gives undefined for anything else. */
export function readListenAddress(text: string): ListenAddress | undefined {
  const parts = /^(?:(\[[\da-f:.%a-z]+\]|[\w.-]+):)?(\d{1,5})$/i.exec(text);
  if (parts === null) return undefined;
  const [, host = LOOPBACK, digits = ""] = parts;
  const port = Number(digits);
  return port >= 1 && port <= 65_535 ? { host: host.replace(/^\[|\]$/g, ""), port } : undefined;
}
