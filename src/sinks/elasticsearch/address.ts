/** Where an Elasticsearch is: reads what stands behind `elasticsearch:` in a destination. Pure. */

/** An address, or why it is none. */
export type AddressReading = { readonly url: string } | { readonly wrong: string };

const FORMS = "write http://HOST:9200, https://HOST:9200 or cloud:NAME:CLOUD_ID";

/** The address behind a Cloud id, `NAME:BASE64`, which holds `host$cluster$kibana`. */
function cloudUrl(id: string): AddressReading {
  const encoded = id.slice(id.indexOf(":") + 1);
  const [host = "", cluster = ""] = Buffer.from(encoded, "base64").toString("utf8").split("$");
  // Source: https://www.elastic.co/guide/en/cloud/current/ec-cloud-id.html
  const [name, port = "443"] = host.split(":");
  if (!/^[\w.-]+$/.test(name ?? "") || !/^\w+$/.test(cluster) || !/^\d+$/.test(port)) {
    return { wrong: "the Cloud id cannot be decoded; copy it from the deployment's page" };
  }
  return { url: new URL(`https://${cluster}.${name}:${port}`).href };
}

/** Reads `http://…`, `https://…` or `cloud:NAME:CLOUD_ID`. The url never holds credentials. */
export function readElasticsearchAddress(text: string): AddressReading {
  if (text.startsWith("cloud:")) return cloudUrl(text.slice("cloud:".length));
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    return { wrong: `it is no address; ${FORMS}` };
  }
  if (url.username !== "" || url.password !== "") {
    return {
      wrong:
        "credentials do not belong into an address, where every user of the machine can read them; " +
        "set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD",
    };
  }
  if (url.search !== "" || url.hash !== "") {
    return { wrong: `an address has no ? or #; ${FORMS}` };
  }
  return { url: url.href };
}

/** The name of the destination in summaries and messages, such as `elasticsearch:localhost:9200`. */
export function destinationName(url: string): string {
  const { host, pathname } = new URL(url);
  return `elasticsearch:${host}${pathname === "/" ? "" : pathname}`;
}
