/** The installer against a fake Kibana, one test for each answer that a real one was seen to give. */
import { createServer, type RequestListener } from "node:http";
import { Agent } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { objectsResult } from "../../src/kibana/answers.ts";
import { savedObjects } from "../../src/kibana/bundle.ts";
import { httpSend } from "../../src/kibana/http.ts";
import { fileForm } from "../../src/kibana/multipart.ts";
import { ruleJsons } from "../../src/kibana/rule.ts";
import { RULES } from "../../src/rules/rules.ts";
import {
  importFiles,
  setupKibana,
  type KibanaSetup,
  type KibanaSetupResult,
  type ReportLine,
} from "../../src/kibana/setup.ts";
import { CodedError, type Problem } from "../../src/telemetry/problem.ts";
import {
  startFakeKibana,
  type FakeKibana,
  type FakeKibanaOptions,
} from "../support/fake-kibana.ts";
import { TEST_CERTIFICATE, TEST_KEY } from "../support/certificate.ts";

const OBJECTS = savedObjects("default").length;
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function fake(options: FakeKibanaOptions = {}): Promise<FakeKibana> {
  const kibana = await startFakeKibana(options);
  opened.push(kibana);
  return kibana;
}

/** Something that is no Kibana, and answers everything alike. */
async function stranger(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  opened.push({
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function run(url: string, asked: Partial<KibanaSetup> = {}): Promise<KibanaSetupResult> {
  return setupKibana(
    {
      server: "kibana",
      url,
      space: "default",
      overwrite: false,
      dryRun: false,
      rules: false,
      send: httpSend({ timeoutMs: 10_000 }),
      waitMs: 0,
      report: () => {},
      pause: () => Promise.resolve(),
      ...asked,
    },
    new AbortController().signal,
  );
}

async function failure(result: Promise<unknown>): Promise<Problem> {
  const error: unknown = await result.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CodedError)) throw new Error(`no coded error, but ${String(error)}`);
  return error.problem;
}

/** Imports the default space's objects into any space, without the installer's care. */
async function sendObjects(
  kibana: FakeKibana,
  space: string,
  edit: (ndjson: string) => string = (ndjson) => ndjson,
): Promise<Record<string, unknown>> {
  const [file] = importFiles({ server: "kibana", space: "default", rules: false });
  const form = fileForm("x.ndjson", edit(file?.ndjson ?? ""));
  const answer = await httpSend({ timeoutMs: 10_000 })(
    {
      method: "POST",
      url: new URL(`${kibana.url}/s/${space}/api/saved_objects/_import`),
      headers: { "kbn-xsrf": "test", "content-type": form.contentType },
      body: form.body,
    },
    new AbortController().signal,
  );
  return JSON.parse(answer.body) as Record<string, unknown>;
}

const codes = ({ problems }: KibanaSetupResult): readonly string[] =>
  problems.map(({ code }) => code);

describe("what Kibana takes", () => {
  test("a good import", async () => {
    const kibana = await fake();
    const result = await run(kibana.url);
    expect(result.problems).toEqual([]);
    expect(result.lines).toEqual([
      ["Kibana", "8.12.2, available"],
      ["boards", expect.stringContaining(`${OBJECTS} of ${OBJECTS} objects`)],
    ]);
    expect([...(kibana.stored.get("default")?.keys() ?? [])]).toEqual(
      savedObjects("default").map(({ type, id }) => `${type}:${id}`),
    );
  });

  test("rules too, all of them off", async () => {
    const kibana = await fake();
    const result = await run(kibana.url, { rules: true });
    expect(result.problems).toEqual([]);
    const rules = [...(kibana.stored.get("default") ?? [])].filter(([key]) =>
      key.startsWith("rule:"),
    );
    expect(rules).toHaveLength(RULES.flatMap(ruleJsons).length);
    for (const [, rule] of rules) expect(rule).toHaveProperty("enabled", false);
  });

  test("a base path, with and without a slash at its end", async () => {
    const kibana = await fake({ basePath: "/kibana" });
    expect(codes(await run(kibana.url))).toEqual([]);
    expect(codes(await run(`${kibana.url}/`, { overwrite: true }))).toEqual([]);
  });

  test("an API key, sent with every request", async () => {
    const kibana = await fake({ apiKey: "c2VjcmV0", spaces: ["mail"] });
    const credentials = { apiKey: "c2VjcmV0" };
    expect(codes(await run(kibana.url, { credentials, space: "mail", rules: true }))).toEqual([]);
  });

  test("TLS with an authority of one's own", async () => {
    const kibana = await fake({ tls: { cert: TEST_CERTIFICATE, key: TEST_KEY } });
    // The certificate's name, led to this machine.
    const agent = new Agent({
      lookup: (_host, _options, found) => {
        found(null, [{ address: "127.0.0.1", family: 4 }]);
      },
    });
    const send = httpSend({ timeoutMs: 10_000, ca: TEST_CERTIFICATE, agent });
    const url = kibana.url.replace("127.0.0.1", "collector.test");
    expect(codes(await run(url, { send }))).toEqual([]);
    expect(kibana.stored.get("default")?.size).toBe(OBJECTS);
    agent.destroy();
  });

  test("a status without a version", async () => {
    const kibana = await fake({ terse: true });
    const result = await run(kibana.url);
    expect(result.lines[0]).toEqual(["Kibana", "available"]);
    expect(result.problems).toEqual([]);
  });
});

describe("what is there already", () => {
  test("is named, and nothing is called a success", async () => {
    const kibana = await fake();
    await run(kibana.url, { rules: true });
    const { problems, lines } = await run(kibana.url, { rules: true });
    expect(problems.map(({ code }) => code)).toEqual(["E_KIBANA_EXISTS", "E_KIBANA_EXISTS"]);
    expect(problems[0]?.what).toContain("dashboard sestrail-overview ([SES] Overview)");
    expect(problems[1]?.what).toContain("sestrail-probing");
    expect(lines[1]?.[1]).toContain(`0 of ${OBJECTS} objects`);
  });

  test("is replaced with --overwrite", async () => {
    const kibana = await fake();
    await run(kibana.url, { rules: true });
    expect(codes(await run(kibana.url, { rules: true, overwrite: true }))).toEqual([]);
  });
});

describe("spaces", () => {
  test("one that does not exist stops it before anything is sent", async () => {
    const kibana = await fake();
    const problem = await failure(run(kibana.url, { space: "nowhere" }));
    expect(problem.code).toBe("E_KIBANA_SPACE");
    expect(problem.what).toContain("nowhere");
    expect(kibana.stored.size).toBe(0);
    expect(kibana.asked).toEqual(["GET /api/status", "GET /api/spaces/space/nowhere"]);
  });

  test("the check of the space is what stops it: the import alone is answered with success", async () => {
    const kibana = await fake();
    expect(await sendObjects(kibana, "nowhere")).toMatchObject({
      success: true,
      successCount: OBJECTS,
    });
  });

  test("a second space gets ids of its own, and finds them again", async () => {
    const kibana = await fake({ spaces: ["mail"] });
    expect(codes(await run(kibana.url))).toEqual([]);
    expect(codes(await run(kibana.url, { space: "mail" }))).toEqual([]);
    expect(codes(await run(kibana.url, { space: "mail", overwrite: true }))).toEqual([]);
    const keys = [...(kibana.stored.get("mail")?.keys() ?? [])];
    expect(keys).toHaveLength(OBJECTS);
    expect(keys.every((key) => key.endsWith("-mail"))).toBe(true);
  });

  test("the same ids in two spaces would become copies: they are told", async () => {
    const kibana = await fake({ spaces: ["mail"] });
    await run(kibana.url);
    const { taken, problems } = objectsResult(await sendObjects(kibana, "mail"), OBJECTS);
    expect(taken).toBe(OBJECTS);
    expect(problems.map(({ code }) => code)).toEqual(["E_KIBANA_COPIED"]);
  });

  test.each(["Default", "a b", "../api", ""])("%j is no id of a space", async (space) => {
    const kibana = await fake();
    expect((await failure(run(kibana.url, { space }))).code).toBe("E_KIBANA_SPACE");
    expect(kibana.asked).toEqual([]);
  });
});

describe("what Kibana refuses", () => {
  test.each([
    [
      "a missing reference",
      { type: "missing_references", references: [{ type: "index-pattern", id: "sestrail-ses" }] },
      "missing_references: index-pattern sestrail-ses",
    ],
    [
      "an unknown attribute",
      {
        output: {
          payload: { message: "[attributes.sections]: definition for this key is missing" },
        },
      },
      "[attributes.sections]: definition for this key is missing",
    ],
    ["an unknown type", { type: "unsupported_type" }, "unsupported_type"],
    ["something it does not explain", {}, "no reason given"],
  ])("%s", async (_name, error, why) => {
    const kibana = await fake({ refuses: { id: "sestrail-security", error } });
    const { problems, lines } = await run(kibana.url);
    expect(problems).toEqual([
      {
        code: "E_KIBANA_REFUSED",
        what: expect.stringContaining("sestrail-security") as string,
        why,
      },
    ]);
    expect(lines[1]?.[1]).toContain(`${OBJECTS - 1} of ${OBJECTS} objects`);
  });

  test("what needs a data view that is not there, though not what needs a board", async () => {
    const kibana = await fake();
    const answer = await sendObjects(kibana, "default", (ndjson) =>
      ndjson
        .split("\n")
        .filter((line) => !line.includes('"id":"sestrail-runs","type":"index-pattern"'))
        .filter((line) => !line.startsWith('{"id":"sestrail-security"'))
        .join("\n"),
    );
    const { problems } = objectsResult(answer, OBJECTS - 2);
    expect(problems.map(({ what }) => what)).toEqual([
      expect.stringContaining("search sestrail-search-runs"),
      expect.stringContaining("dashboard sestrail-pipeline"),
    ]);
    expect(problems[0]?.why).toBe("missing_references: index-pattern sestrail-runs");
  });

  test("a rule", async () => {
    const error = { status_code: 400, message: "This license does not support it" };
    const kibana = await fake({ refuses: { id: "sestrail-probing", error } });
    const { problems } = await run(kibana.url, { rules: true });
    expect(problems).toEqual([
      { code: "E_KIBANA_REFUSED", what: "rule sestrail-probing was refused", why: error.message },
    ]);
  });

  test("the whole file, when it is older than the boards", async () => {
    const kibana = await fake({ dashboardStamp: "8.8.0" });
    const problem = await failure(run(kibana.url));
    expect(problem.code).toBe("E_KIBANA_TOO_OLD");
    expect(problem.why).toContain("more recent version of Kibana");
    expect([...kibana.stored.values()].every((space) => space.size === 0)).toBe(true);
  });

  test.each([
    [401, "E_KIBANA_AUTH"],
    [403, "E_KIBANA_RIGHTS"],
    [404, "E_KIBANA_NOT_KIBANA"],
    [400, "E_KIBANA_REFUSED"],
    [500, "E_KIBANA_REFUSED"],
  ])("everything, with status %i", async (importStatus, code) => {
    const kibana = await fake({ importStatus });
    const problem = await failure(run(kibana.url));
    expect(problem).toMatchObject({ code, why: "said the fake" });
  });

  test("wrong credentials, without telling them", async () => {
    const kibana = await fake({ apiKey: "right" });
    const problem = await failure(run(kibana.url, { credentials: { apiKey: "wrong-secret" } }));
    expect(problem.code).toBe("E_KIBANA_AUTH");
    expect(JSON.stringify(problem)).not.toContain("wrong-secret");
    const basic = { username: "elastic", password: "wrong-secret" };
    expect((await failure(run(kibana.url, { credentials: basic }))).code).toBe("E_KIBANA_AUTH");
  });
});

describe("success that is none", () => {
  test("fewer objects than were sent", async () => {
    const kibana = await fake({ losesOne: true });
    const result = await run(kibana.url, { rules: true });
    expect(codes(result)).toEqual(["E_KIBANA_INCOMPLETE", "E_KIBANA_INCOMPLETE"]);
    expect(result.problems[0]?.what).toBe(
      `${OBJECTS} objects were sent, and Kibana counts ${OBJECTS - 1}`,
    );
  });

  test("an empty import", () => {
    const { problems } = objectsResult({ success: true, successCount: 0 }, OBJECTS);
    expect(problems.map(({ code }) => code)).toEqual(["E_KIBANA_INCOMPLETE"]);
  });

  test("an answer without any count", () => {
    expect(objectsResult({}, OBJECTS).problems.map(({ code }) => code)).toEqual([
      "E_KIBANA_INCOMPLETE",
    ]);
  });
});

describe("a Kibana that is starting", () => {
  test.each(["503", "unavailable"] as const)("is waited for (%s)", async (how) => {
    const kibana = await fake({ starting: { looks: 3, how } });
    const waited: ReportLine[] = [];
    const result = await run(kibana.url, { waitMs: 60_000, report: (line) => waited.push(line) });
    expect(result.problems).toEqual([]);
    expect(waited).toHaveLength(3);
    expect(kibana.asked.filter((path) => path === "GET /api/status")).toHaveLength(4);
  });

  test("is not waited for longer than asked", async () => {
    const kibana = await fake({ starting: { looks: 1000, how: "503" } });
    const problem = await failure(run(kibana.url, { waitMs: 6000 }));
    expect(problem.code).toBe("E_KIBANA_STARTING");
    expect(kibana.asked).toHaveLength(4);
  });

  test("can be given up", async () => {
    const kibana = await fake({ starting: { looks: 1000, how: "unavailable" } });
    const stop = new AbortController();
    const result = setupKibana(
      {
        server: "kibana",
        url: kibana.url,
        space: "default",
        overwrite: false,
        dryRun: false,
        rules: false,
        send: httpSend({ timeoutMs: 10_000 }),
        waitMs: 600_000,
        report: () => {
          stop.abort();
        },
      },
      stop.signal,
    );
    await expect(result).rejects.toMatchObject({ name: "AbortError" });
  });
});

test("a Kibana without a detection engine still gets its boards, and that is said", async () => {
  const kibana = await fake({ withoutDetectionEngine: true });
  const result = await run(kibana.url, { rules: true });
  expect(codes(result)).toEqual(["E_KIBANA_NO_RULES"]);
  expect(kibana.stored.get("default")?.size).toBe(OBJECTS);
});

test("a dry run asks, and changes nothing", async () => {
  const kibana = await fake({ spaces: ["mail"] });
  const { lines, problems } = await run(kibana.url, { dryRun: true, rules: true, space: "mail" });
  expect(problems).toEqual([]);
  expect(kibana.stored.size).toBe(0);
  expect(kibana.asked).toEqual(["GET /api/status", "GET /api/spaces/space/mail"]);
  expect(lines).toContainEqual(["dashboard", "sestrail-overview-mail: [SES] Overview"]);
  expect(lines).toContainEqual(["index-pattern", "sestrail-ses-mail: SES API activity"]);
  expect(lines.filter(([label]) => label === "rule")).toHaveLength(RULES.flatMap(ruleJsons).length);
});

test("what is printed is what is sent", async () => {
  const kibana = await fake();
  await run(kibana.url, { rules: true });
  const sent = [...(kibana.stored.get("default")?.values() ?? [])];
  const printed = importFiles({ server: "kibana", space: "default", rules: true }).flatMap(
    ({ ndjson }) =>
      ndjson
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
  );
  expect(printed).toEqual(sent);
});

describe("what is no Kibana", () => {
  test.each<[string, RequestListener, RegExp]>([
    [
      "a login page",
      (_request, response) => response.end("<html><title>Sign in</title></html>"),
      /no JSON/u,
    ],
    [
      "a redirect",
      (_request, response) => response.writeHead(302, { location: "/login?next=%2F" }).end(),
      /points to \/login/u,
    ],
    [
      "Elasticsearch",
      (_request, response) =>
        response.writeHead(404).end('{"error":"no handler found for uri [/api/status]"}'),
      /no handler found/u,
    ],
    ["any JSON", (_request, response) => response.end('{"hello":"world"}'), /tells no status/u],
    ["an empty answer", (_request, response) => response.end(), /no JSON/u],
  ])("%s", async (_name, listener, why) => {
    const problem = await failure(run(await stranger(listener)));
    expect(problem.code).toBe("E_KIBANA_NOT_KIBANA");
    expect(problem.why).toMatch(why);
  });

  test("a closed port", async () => {
    const kibana = await startFakeKibana();
    await kibana.close();
    const problem = await failure(run(kibana.url));
    expect(problem.code).toBe("E_KIBANA_UNREACHABLE");
    expect(problem.why).toContain("ECONNREFUSED");
  });

  test("a server that does not speak TLS", async () => {
    const kibana = await fake();
    const problem = await failure(run(kibana.url.replace("http:", "https:")));
    expect(problem.code).toBe("E_KIBANA_TLS");
  });

  test("a certificate that nobody vouches for", async () => {
    const kibana = await fake({ tls: { cert: TEST_CERTIFICATE, key: TEST_KEY } });
    const problem = await failure(run(kibana.url));
    expect(problem.code).toBe("E_KIBANA_TLS");
    expect(problem.why).toContain("self-signed certificate");
  });

  test("a certificate for another name", async () => {
    const kibana = await fake({ tls: { cert: TEST_CERTIFICATE, key: TEST_KEY } });
    const send = httpSend({ timeoutMs: 10_000, ca: TEST_CERTIFICATE });
    const problem = await failure(run(kibana.url, { send }));
    expect(problem.code).toBe("E_KIBANA_TLS");
    expect(problem.why).toContain("altnames");
  });

  test("a server that says nothing", async () => {
    const silent = await stranger(() => {});
    const problem = await failure(run(silent, { send: httpSend({ timeoutMs: 50 }) }));
    expect(problem.code).toBe("E_KIBANA_UNREACHABLE");
    expect(problem.why).toContain("no answer within");
  });

  test.each(["ftp://kibana", "kibana:5601", "not a url"])("%s", async (url) => {
    expect((await failure(run(url))).code).toBe("E_USAGE");
  });

  test("an address with credentials in it, which are not told again", async () => {
    const problem = await failure(run("http://elastic:hunter2@127.0.0.1:1"));
    expect(problem.code).toBe("E_USAGE");
    expect(JSON.stringify(problem)).not.toContain("hunter2");
  });
});
