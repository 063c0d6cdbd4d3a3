/** The standard OTEL_EXPORTER_OTLP_* variables and the destination `otlp:URL`. */
import { describe, expect, it } from "vitest";
import { otlpConfig, readOtlpEnvironment } from "../../../src/sinks/otlp/environment.ts";

type Env = Readonly<Record<string, string>>;
const named = (env: Env): Env =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [`OTEL_EXPORTER_OTLP_${name}`, value]),
  );
const urlOf = (address: string, env: Env = {}): string | undefined =>
  otlpConfig(address, named(env)).config?.url.href;

describe("where the logs go", () => {
  it.each<[string, Env, string]>([
    ["", {}, "http://localhost:4318/v1/logs"],
    ["", { ENDPOINT: "http://collector:4318" }, "http://collector:4318/v1/logs"],
    ["", { ENDPOINT: "https://host/otlp/" }, "https://host/otlp/v1/logs"],
    ["", { LOGS_ENDPOINT: "https://host/as/it/is" }, "https://host/as/it/is"],
    ["", { LOGS_ENDPOINT: "https://host" }, "https://host/"],
    ["", { LOGS_ENDPOINT: "http://logs/x", ENDPOINT: "http://all" }, "http://logs/x"],
    ["", { LOGS_ENDPOINT: "", ENDPOINT: "http://all" }, "http://all/v1/logs"],
    ["https://host/as/it/is", { LOGS_ENDPOINT: "https://host/as/it/is" }, "https://host/as/it/is"],
    ["http://mine:1", { LOGS_ENDPOINT: "http://logs/x" }, "http://mine:1/v1/logs"],
    ["http://mine:1/v1/logs", {}, "http://mine:1/v1/logs"],
    ["https://mine/otlp?tenant=a", {}, "https://mine/otlp/v1/logs?tenant=a"],
    ["", { ENDPOINT: "collector:4318", INSECURE: "true" }, "http://collector:4318/v1/logs"],
    ["", { ENDPOINT: "collector:4318", LOGS_INSECURE: "False" }, "https://collector:4318/v1/logs"],
    ["", { ENDPOINT: "https://collector", INSECURE: "true" }, "https://collector/v1/logs"],
  ])("otlp:%s with %j is %s", (address, env, expected) => {
    expect(urlOf(address, env)).toBe(expected);
  });

  it.each([
    "collector:4318",
    "localhost",
    "ftp://x",
    "http://user:s3cret@x",
    "https://:s3cret@x",
    "//x",
  ])("otlp:%s is a problem, and no secret is shown", (address) => {
    const { config, problems } = otlpConfig(address, {});
    expect(config).toBeUndefined();
    expect(problems).toMatchObject([{ code: "E_USAGE" }]);
    expect(JSON.stringify(problems)).not.toContain("s3cret");
  });
});

describe("compression", () => {
  it.each<[string, Env, string]>([
    ["http://localhost:4318", {}, "none"],
    ["http://127.0.0.9:4318", {}, "none"],
    ["http://[::1]:4318", {}, "none"],
    ["http://collector:4318", {}, "gzip"],
    ["https://localhost.example.com", {}, "gzip"],
    ["http://localhost:4318", { COMPRESSION: "gzip" }, "gzip"],
    ["http://collector:4318", { COMPRESSION: "gzip", LOGS_COMPRESSION: "none" }, "none"],
  ])("%s with %j: %s", (address, env, expected) => {
    expect(otlpConfig(address, named(env)).config?.compression).toBe(expected);
  });
});

describe("the rest", () => {
  it("has defaults", () => {
    expect(readOtlpEnvironment({})).toEqual({
      config: { headers: {}, timeoutMs: 10_000, protocol: "http/protobuf" },
      problems: [],
    });
  });

  it("is read, and what is said for logs wins", () => {
    const env = named({
      HEADERS: "a=1, B = two%20words ,c=x=y%3D",
      LOGS_HEADERS: "a=3",
      TIMEOUT: "5000",
      LOGS_TIMEOUT: "7000",
      PROTOCOL: "grpc",
      LOGS_PROTOCOL: "http/json",
      CERTIFICATE: "/ca.pem",
      LOGS_CERTIFICATE: "/logs-ca.pem",
      CLIENT_KEY: "/key.pem",
      CLIENT_CERTIFICATE: "/client.pem",
    });
    expect(readOtlpEnvironment(env)).toEqual({
      config: {
        headers: { a: "3", b: "two words", c: "x=y=" },
        timeoutMs: 7000,
        protocol: "http/json",
        certificatePath: "/logs-ca.pem",
        clientKeyPath: "/key.pem",
        clientCertificatePath: "/client.pem",
      },
      problems: [],
    });
  });

  it("tells all problems at once, by the name of the variable, without secrets", () => {
    const { config, problems } = otlpConfig(
      "nowhere",
      named({
        LOGS_ENDPOINT: "nope",
        INSECURE: "maybe",
        TIMEOUT: "10s",
        COMPRESSION: "zstd",
        LOGS_PROTOCOL: "grpc",
        HEADERS: "authorization Bearer s3cret",
        LOGS_HEADERS: "authorization=s3cret%0d%0aevil: 1",
        CLIENT_KEY: "/key.pem",
      }),
    );
    expect(config).toBeUndefined();
    expect(problems.map(({ what }) => what)).toEqual([
      "otlp: is no address that begins with http:// or https://",
      "OTEL_EXPORTER_OTLP_INSECURE is neither true nor false",
      "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT is no address that begins with http:// or https://",
      "OTEL_EXPORTER_OTLP_TIMEOUT is no number of milliseconds above 0",
      "OTEL_EXPORTER_OTLP_COMPRESSION is neither gzip nor none",
      "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL is grpc, which sestrail does not speak",
      "OTEL_EXPORTER_OTLP_HEADERS is no list of headers",
      "OTEL_EXPORTER_OTLP_LOGS_HEADERS is no list of headers",
      "OTEL_EXPORTER_OTLP_CLIENT_KEY and OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE go together, but only one is set",
    ]);
    expect(JSON.stringify(problems)).not.toContain("s3cret");
  });

  it("takes headers from a file, and says what is wrong with it, without its content", () => {
    const files: Readonly<Record<string, string>> = {
      "/token": "authorization=Bearer%20s3cret\n",
      "/wrong": "Bearer s3cret",
    };
    const read = (env: Readonly<Record<string, string>>) =>
      otlpConfig("", named(env), (path) => {
        const text = files[path];
        if (text === undefined) throw new Error("no such file");
        return text;
      });
    expect(read({ HEADERS: "a=1", LOGS_HEADERS_FILE: "/token" }).config?.headers).toEqual({
      a: "1",
      authorization: "Bearer s3cret",
    });
    const whats = (env: Readonly<Record<string, string>>) =>
      read(env).problems.map(({ what, why }) => why ?? what);
    expect(whats({ HEADERS_FILE: "/wrong" })).toEqual([
      "OTEL_EXPORTER_OTLP_HEADERS_FILE is no list of headers",
    ]);
    expect(whats({ HEADERS_FILE: "/gone" })).toEqual(["no such file"]);
    expect(whats({ HEADERS_FILE: "/token", HEADERS: "a=1" })).toEqual([
      "OTEL_EXPORTER_OTLP_HEADERS and OTEL_EXPORTER_OTLP_HEADERS_FILE are both set",
    ]);
  });

  it.each(["0", "-1", "1.5", "ten", "99999999999"])("a timeout of %s is a problem", (TIMEOUT) => {
    expect(readOtlpEnvironment(named({ TIMEOUT })).problems).toHaveLength(1);
  });
});
