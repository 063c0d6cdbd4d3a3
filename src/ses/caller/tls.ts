/** tlsDetails, brought to ECS: version and protocol apart. Any of its members may be missing. */
import type { JsonObject } from "../../records/element.ts";
import { textOf } from "../values/json.ts";

/** TLS of a connection. */
export interface Tls {
  /** `1.2`; what is spelled otherwise stands whole. */
  readonly version: string | undefined;
  /** `tls`. */
  readonly protocol: string | undefined;
  readonly cipher: string | undefined;
  readonly serverName: string | undefined;
}

/** Reads tlsDetails, such as `{ "tlsVersion": "TLSv1.2", … }`. */
export function readTls(details: JsonObject): Tls {
  const written = textOf(details["tlsVersion"]);
  const [, protocol, version] =
    (written === undefined ? null : /^(TLS|SSL)v(\d+(?:\.\d+)?)$/i.exec(written)) ?? [];
  return {
    version: version ?? written,
    protocol: protocol?.toLowerCase(),
    cipher: textOf(details["cipherSuite"]),
    serverName: textOf(details["clientProvidedHostHeader"]),
  };
}
