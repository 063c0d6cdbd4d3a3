/** Credentials from the environment: read, checked, and never shown. */
import { describe, expect, it } from "vitest";
import { readElasticsearchEnvironment } from "../../../src/sinks/elasticsearch/environment.ts";

const FILES: Readonly<Record<string, string>> = {
  "/run/secrets/key": "file-key-hunter2\n",
  "/run/secrets/password": "hunter2 \n",
  "/run/secrets/empty": "\n",
  "/etc/ca.pem": "-----BEGIN CERTIFICATE-----\n",
};

function readFile(path: string): string {
  const text = FILES[path];
  if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
  return text;
}

const read = (env: Record<string, string>) => readElasticsearchEnvironment(env, readFile);
const FINGERPRINT = Array.from({ length: 32 }, () => "aF").join(":");

describe("readElasticsearchEnvironment", () => {
  it.each([
    ["nothing", {}, {}],
    ["empty variables", { ELASTICSEARCH_API_KEY: "", ELASTICSEARCH_PASSWORD: "" }, {}],
    [
      "a key",
      { ELASTICSEARCH_API_KEY: "hunter2" },
      { apiKey: "hunter2", from: "ELASTICSEARCH_API_KEY" },
    ],
    [
      "a key in a file",
      { ELASTICSEARCH_API_KEY_FILE: "/run/secrets/key" },
      { apiKey: "file-key-hunter2", from: "ELASTICSEARCH_API_KEY_FILE (/run/secrets/key)" },
    ],
    [
      "a user, the password in a file",
      {
        ELASTICSEARCH_USERNAME: "elastic",
        ELASTICSEARCH_PASSWORD_FILE: "/run/secrets/password",
      },
      {
        username: "elastic",
        password: "hunter2",
        from: "ELASTICSEARCH_PASSWORD_FILE (/run/secrets/password)",
      },
    ],
    [
      "an authority",
      { ELASTICSEARCH_CA_FILE: "/etc/ca.pem", ELASTICSEARCH_CA_FINGERPRINT: FINGERPRINT },
      { ca: "-----BEGIN CERTIFICATE-----", caFingerprint: FINGERPRINT },
    ],
  ])("%s", (_, env, config) => {
    expect(read(env)).toEqual({ config, problems: [] });
  });

  it.each([
    [
      "a variable and its file",
      { ELASTICSEARCH_API_KEY: "hunter2", ELASTICSEARCH_API_KEY_FILE: "/run/secrets/key" },
      "both set",
    ],
    ["a missing file", { ELASTICSEARCH_API_KEY_FILE: "/nowhere" }, "/nowhere"],
    ["an empty file", { ELASTICSEARCH_API_KEY_FILE: "/run/secrets/empty" }, "empty file"],
    [
      "a key and a user",
      {
        ELASTICSEARCH_API_KEY: "hunter2",
        ELASTICSEARCH_USERNAME: "elastic",
        ELASTICSEARCH_PASSWORD: "hunter2",
      },
      "both an API key and a user",
    ],
    [
      "a password alone",
      { ELASTICSEARCH_PASSWORD: "hunter2" },
      "ELASTICSEARCH_USERNAME is not set",
    ],
    ["a user alone", { ELASTICSEARCH_USERNAME: "elastic" }, "ELASTICSEARCH_PASSWORD is not set"],
    ["a wrong fingerprint", { ELASTICSEARCH_CA_FINGERPRINT: "hunter2" }, "no SHA-256"],
  ])("tells of %s, without the secret", (_, env, what) => {
    const { problems } = read(env);
    expect(problems.map((problem) => problem.code)).toEqual(["E_USAGE"]);
    expect(problems[0]?.what).toContain(what);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });

  it("tells of everything at once", () => {
    const { problems } = read({
      ELASTICSEARCH_API_KEY_FILE: "/nowhere",
      ELASTICSEARCH_CA_FILE: "/nowhere-either",
      ELASTICSEARCH_CA_FINGERPRINT: "no",
    });
    expect(problems).toHaveLength(3);
  });
});
