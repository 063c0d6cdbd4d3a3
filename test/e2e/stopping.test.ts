/** Ctrl-C at any moment: what is begun is finished, the books balance, and what was not finished is not called done. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startProgram, summaryOf } from "../support/program.ts";
import { trailOf } from "../support/running.ts";

const FILES = 400;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-stop-"));
  mkdirSync(join(folder, "trail"));
  for (let index = 0; index < FILES; index += 1)
    writeFileSync(join(folder, "trail", `${index}.json`), trailOf(`f${index}`, 20));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A Collector that answers after a while, or never. */
async function collector(delayMs: number): Promise<{ url: string; asked: Promise<unknown> }> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      // The probe that opens the destination is answered at once.
      const isProbe = Number(request.headers["content-length"] ?? 1000) < 100;
      setTimeout(() => response.end(), isProbe ? 0 : delayMs).unref();
      if (!isProbe) server.emit("events");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked: once(server, "events") };
}

describe("Ctrl-C", () => {
  it.each([0, 20, 60, 120, 250])("drains, %i ms after the first output", async (afterMs) => {
    const args = ["ship", join(folder, "trail"), "--format", "ecs", "--summary", "json"];
    const { child, ended } = startProgram(args);
    await once(child.stdout, "data");
    // Any moment will do: the point is that none is special.
    await sleep(afterMs);
    child.kill("SIGINT");
    const { code, out, err } = await ended;
    const summary = summaryOf(err);
    // It may have been through before the signal came.
    const isStopped = code === 130;
    expect([code, summary.balanced]).toEqual([isStopped ? 130 : 0, true]);
    const [to] = summary.destinations;
    expect(to?.unsettled).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(to?.delivered ?? -1);
    expect(summary.files.acked + summary.files.nacked).toBe(summary.files.read);
    expect(summary.files.read).toBeLessThanOrEqual(FILES);
    if (!isStopped) expect(summary.files.read).toBe(FILES);
  });

  it("waits for answers that are on their way", async () => {
    const { url, asked } = await collector(700);
    const args = ["ship", join(folder, "trail"), "--to", `otlp:${url}`, "--summary", "json"];
    const { child, ended } = startProgram(args);
    await asked;
    child.kill("SIGTERM");
    const { code, err } = await ended;
    const summary = summaryOf(err);
    expect([code, summary.balanced]).toEqual([143, true]);
    expect(summary.destinations).toMatchObject([{ unsettled: 0 }]);
    expect(summary.destinations[0]?.delivered).toBeGreaterThan(0);
  });

  it("ends the wait for a stdin that gives nothing more, and says what to do", async () => {
    const { child, ended } = startProgram(["ship", "-", "--format", "ecs"]);
    child.stdin.write(`${trailOf("a", 2)}\n{"eventSource":"ses.amaz`);
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    const { code, out, err } = await ended;
    expect([code, out.trimEnd().split("\n").length]).toEqual([143, 2]);
    expect(err).toMatch(/pipe in once more what is missing\. A record that had come only in part/);
    expect(err).toMatch(/^not done +1 of 1 file: what came through a pipe can't be read again/m);
    expect(err).not.toContain("same command again");
  });

  it("twice stops at once, and what had no answer is not done", async () => {
    const { url, asked } = await collector(600_000);
    const args = ["ship", join(folder, "trail"), "--to", `otlp:${url}`];
    const { child, ended } = startProgram(args);
    await asked;
    child.kill("SIGINT");
    await once(child.stderr, "data");
    child.kill("SIGINT");
    const { code, err } = await ended;
    expect(code).toBe(130);
    expect(err).toMatch(/stopping: what is begun is finished first[^]*stopped by SIGINT/);
    expect(err).toMatch(/^not done +[\d,]+ of /m);
    expect(err).toMatch(/^balanced /m);
  });
});
