import { describe, expect, it } from "vitest";
import { readListenAddress } from "../../src/config/listen-address.ts";

describe("readListenAddress", () => {
  it.each([
    ["9464", "127.0.0.1", 9464],
    ["127.0.0.1:9464", "127.0.0.1", 9464],
    ["localhost:1", "localhost", 1],
    ["0.0.0.0:65535", "0.0.0.0", 65_535],
    ["[::1]:9464", "::1", 9464],
    ["[fe80::1%eth0]:9464", "fe80::1%eth0", 9464],
    ["mail-logs.example.com:9464", "mail-logs.example.com", 9464],
  ])("%s", (text, host, port) => {
    expect(readListenAddress(text)).toEqual({ host, port });
  });

  // A colon alone would be every address: who wants that has to say so.
  it.each([
    ":9464",
    "0",
    "65536",
    "-1",
    "",
    "host",
    "host:",
    "::1:9464",
    "http://127.0.0.1:9464",
    "a b:1",
    "127.0.0.1:9464/metrics",
  ])("understands no %s", (text) => {
    expect(readListenAddress(text)).toBeUndefined();
  });
});
