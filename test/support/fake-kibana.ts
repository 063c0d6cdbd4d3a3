/**
 * A fake Kibana: an HTTP server that answers the few requests of the installer the way Kibana 8.12.2 was seen to,
 * its false successes with it. It keeps what it is given, so that tests can look at what was really imported.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { STAMPS } from "../../src/kibana/saved-object.ts";

interface Line {
  readonly id: string;
  readonly type: string;
  readonly rule_id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly { readonly type: string; readonly id: string }[];
  readonly typeMigrationVersion?: string;
}

/** How this Kibana is. */
export interface FakeKibanaOptions {
  readonly spaces?: readonly string[];
  /** Looks at the status that find it starting: with 503, or with a level. */
  readonly starting?: { looks: number; readonly how: "503" | "unavailable" };
  /** Tells only the level of its status, as newer versions do to most. */
  readonly terse?: boolean;
  readonly apiKey?: string;
  /** Status of the import, whatever comes: 401, 403, 404, … */
  readonly importStatus?: number;
  readonly withoutDetectionEngine?: boolean;
  /** Takes one object fewer than it says that all is well. */
  readonly losesOne?: boolean;
  /** The newest shape of dashboards that it knows. */
  readonly dashboardStamp?: string;
  /** An id that it refuses, with a reason. */
  readonly refuses?: { readonly id: string; readonly error: unknown };
  /** Speaks TLS with this certificate. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** It is a fake OpenSearch Dashboards: after its source, since none was at hand. */
  readonly isOpensearch?: boolean;
  /** Paths before its own. */
  readonly basePath?: string;
}

/** What OpenSearch Dashboards has of the types that are imported anywhere. */
const OPENSEARCH_TYPES = new Set(["index-pattern", "visualization", "search", "dashboard"]);

/** A running fake. */
export interface FakeKibana {
  readonly url: string;
  /** Objects by space, then by `type:id`; rules by `rule:id`. */
  readonly stored: ReadonlyMap<string, ReadonlyMap<string, Line>>;
  /** Requests in order: method and path. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

const bad = (status: number, message: string): Answer => ({
  status,
  json: { statusCode: status, error: "Bad Request", message },
});

/** Starts a fake Kibana on a free port of loopback. */
export async function startFakeKibana(options: FakeKibanaOptions = {}): Promise<FakeKibana> {
  const stored = new Map<string, Map<string, Line>>();
  const asked: string[] = [];
  const starting = { ...(options.starting ?? { looks: 0, how: "503" }) };

  const respond = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? "/", "http://kibana");
    const tenant = request.headers["securitytenant"];
    asked.push(
      `${request.method} ${url.pathname}${tenant === undefined ? "" : ` in ${String(tenant)}`}`,
    );
    if (!url.pathname.startsWith(options.basePath ?? "/")) return bad(404, "Not Found");
    const path = url.pathname.slice((options.basePath ?? "").length);
    const [, inSpace = "default", api = path] = /^\/s\/([^/]+)(\/.*)$/u.exec(path) ?? [];
    if (
      options.apiKey !== undefined &&
      request.headers.authorization !== `ApiKey ${options.apiKey}`
    ) {
      return bad(401, "unable to authenticate with provided credentials");
    }
    if (api === "/api/status") return status();
    if (api.startsWith("/api/spaces/space/")) {
      const id = api.slice("/api/spaces/space/".length);
      return (options.spaces ?? []).includes(id)
        ? { status: 200, json: { id, name: id } }
        : bad(404, "Not Found");
    }
    const guard = options.isOpensearch ? "osd-xsrf" : "kbn-xsrf";
    if (request.headers[guard] === undefined) {
      return bad(400, `Request must contain a ${guard} header.`);
    }
    if (options.importStatus !== undefined) return bad(options.importStatus, "said the fake");
    const body = await read(request);
    const form = /filename="([^"]*)"\r\n[^\r]*\r\n\r\n([\s\S]*)\r\n--[^\r]+--\r\n$/u.exec(body);
    if (form === null) return bad(400, "[request body.file]: expected value of type [Stream]");
    const [, name = "", text = ""] = form;
    if (!name.endsWith(".ndjson")) return bad(400, `Invalid file extension ${name}`);
    const lines: Line[] = [];
    for (const line of text.split("\n").filter((item) => item !== "")) {
      try {
        lines.push(JSON.parse(line) as Line);
      } catch {
        return bad(400, "Unexpected token in JSON");
      }
    }
    // A space that does not exist is no fault to the real one either: what is imported lands where nobody sees it.
    const space = stored.get(inSpace) ?? new Map<string, Line>();
    stored.set(inSpace, space);
    const overwrite = url.searchParams.get("overwrite") === "true";
    if (api === "/api/saved_objects/_import")
      return importObjects(lines, inSpace, space, overwrite);
    if (api === "/api/detection_engine/rules/_import" && options.withoutDetectionEngine !== true) {
      return importRules(lines, space, overwrite);
    }
    return bad(404, "Not Found");
  };

  const status = (): Answer => {
    const isStarting = starting.looks > 0;
    starting.looks -= 1;
    if (isStarting && starting.how === "503") return bad(503, "Kibana server is not ready yet");
    const level = { status: { overall: { level: isStarting ? "unavailable" : "available" } } };
    const json =
      isStarting || options.terse === true ? level : { ...level, version: { number: "8.12.2" } };
    return { status: 200, json };
  };

  const importObjects = (
    lines: readonly Line[],
    spaceName: string,
    space: Map<string, Line>,
    overwrite: boolean,
  ): Answer => {
    const key = ({ type, id }: { readonly type: string; readonly id: string }): string =>
      `${type}:${id}`;
    if (new Set(lines.map(key)).size !== lines.length)
      return bad(400, "Non-unique import objects detected");
    if (options.isOpensearch === true) {
      const strange = lines.find(({ type }) => !OPENSEARCH_TYPES.has(type));
      if (strange !== undefined) return bad(400, `Unsupported saved object type ${strange.type}`);
      const marked = lines.find((line) => line.typeMigrationVersion !== undefined);
      if (marked !== undefined)
        return bad(400, `[${marked.id}]: typeMigrationVersion is not known`);
    }
    const newest = options.dashboardStamp ?? STAMPS.dashboard;
    const tooNew = lines.find(
      ({ type, typeMigrationVersion }) =>
        type === "dashboard" &&
        typeMigrationVersion !== undefined &&
        typeMigrationVersion.localeCompare(newest, "en", { numeric: true }) > 0,
    );
    if (tooNew !== undefined) {
      return bad(422, `Document "${tooNew.id}" belongs to a more recent version of Kibana.`);
    }
    const errors: unknown[] = [];
    const results: unknown[] = [];
    const present = new Set([...lines.map(key), ...space.keys()]);
    for (const line of lines) {
      const about = { type: line.type, id: line.id, meta: { title: line.attributes["title"] } };
      const elsewhere = [...stored].some(
        ([name, items]) => name !== spaceName && items.has(key(line)),
      );
      // Of what is missing it names data views and searches alone; a missing tag or dashboard is taken.
      const missing = line.references.filter(
        ({ type, id }) =>
          (type === "index-pattern" || type === "search") && !present.has(key({ type, id })),
      );
      if (options.refuses?.id === line.id) {
        errors.push({ ...about, error: options.refuses.error });
      } else if (missing.length > 0) {
        errors.push({ ...about, error: { type: "missing_references", references: missing } });
      } else if (space.has(key(line)) && !overwrite)
        errors.push({ ...about, error: { type: "conflict" } });
      else {
        const destinationId = elsewhere ? `random-${results.length}` : undefined;
        const id = destinationId ?? line.id;
        space.set(key({ ...line, id }), line);
        results.push({ ...about, ...(destinationId === undefined ? {} : { destinationId }) });
      }
    }
    const lost = options.losesOne === true ? 1 : 0;
    return {
      status: 200,
      json: {
        success: errors.length === 0,
        successCount: results.length - lost,
        ...(results.length > 0 ? { successResults: results } : {}),
        ...(errors.length > 0 ? { errors } : {}),
        warnings: [],
      },
    };
  };

  const importRules = (
    lines: readonly Line[],
    space: Map<string, Line>,
    overwrite: boolean,
  ): Answer => {
    const errors: unknown[] = [];
    let taken = 0;
    for (const line of lines) {
      const { rule_id } = line;
      const key = `rule:${rule_id}`;
      if (options.refuses?.id === rule_id) errors.push({ rule_id, error: options.refuses.error });
      else if (space.has(key) && !overwrite) {
        errors.push({
          rule_id,
          error: { status_code: 409, message: `rule_id: "${rule_id}" already exists` },
        });
      } else {
        space.set(key, line);
        taken += 1;
      }
    }
    const lost = options.losesOne === true ? 1 : 0;
    return {
      status: 200,
      json: {
        success: errors.length === 0,
        success_count: taken - lost,
        rules_count: lines.length,
        errors,
      },
    };
  };

  const listener: RequestListener = (request, response) => {
    const answer = async (): Promise<void> => {
      const { status: code, json } = await respond(request);
      response.writeHead(code, { "content-type": "application/json" });
      response.end(JSON.stringify(json));
    };
    void answer();
  };
  const server: Server =
    options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}${options.basePath ?? ""}`,
    stored,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
