/**
 * `sestrail/events` bundled for a browser: nothing of Node is left in it, and it makes of the samples what Node makes of
 * them, byte for byte. It runs where there is nothing but the language and the few Web APIs that it needs.
 */
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { globSync } from "tinyglobby";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as ours from "../../src/events.ts";
import { readRecords } from "../../src/library/read-records.ts";
import { bundlerIn } from "../support/bundle.ts";
import { ROOT } from "../support/program.ts";

const SCRATCH = mkdtempSync(join(tmpdir(), "sestrail-browser-"));
const BROWSER = { platform: "browser", format: "iife", globalName: "sestrail" } as const;
let bundle: ReturnType<typeof bundlerIn>;
beforeAll(() => {
  bundle = bundlerIn(SCRATCH);
});
afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

/** Written as text for the other side: every shape of each selected record, one a line. */
function shapesOf(library: typeof ours, records: readonly ours.RecordElement[]): string {
  const text = library.textTable({ columns: 120, color: false });
  const lines: string[] = [];
  for (const record of records) {
    const made = library.normalise(record, { readAt: "2026-11-24T07:00:00Z", keepOriginal: true });
    if ("unshapeable" in made) lines.push(made.unshapeable.reason);
    else
      lines.push(
        library.ecsLine(made.event),
        library.otelLine(made.event),
        ...text.next(library.textRow(made.event)),
        JSON.stringify(library.toEcs(made.event)),
      );
  }
  return lines.join("\n");
}

/** What the bundle makes of these records, in a context that knows nothing of Node. */
function inBrowser(code: string, records: readonly ours.RecordElement[]): string {
  const context = createContext({ TextEncoder, btoa, given: JSON.stringify(records) });
  return runInContext(
    `${code}; (${shapesOf.toString()})(sestrail, JSON.parse(given))`,
    context,
  ) as string;
}

async function sampleRecords(): Promise<readonly ours.RecordElement[]> {
  const records: ours.RecordElement[] = [];
  for (const path of globSync("samples/**/*.json.gz", { cwd: ROOT }).toSorted())
    for await (const element of readRecords(createReadStream(join(ROOT, path)), { name: path }))
      if ("record" in element) records.push(element.record);
  return records;
}

/** What the samples don't hold: no eventID, addresses of every kind, text beyond ASCII. */
const ODD: readonly ours.RecordElement[] = [
  { sourceIPAddress: "2001:db8::1%eth0", userAgent: "söme 🙂 \ud800" },
  { sourceIPAddress: "::ffff:192.0.2.1", eventID: "ö\udfff".repeat(2_000) },
  {
    sourceIPAddress: "300.1.1.1",
    requestParameters: { ["k".repeat(400) + "é".repeat(500)]: { a: 1 } },
  },
].map((members, index) => {
  const value = {
    eventSource: "ses.amazonaws.com",
    eventName: "DeleteIdentity",
    eventTime: "2026-11-20T09:02:11Z",
    ...members,
  } as ours.JsonObject;
  return { value, position: { file: "odd", index }, raw: { text: JSON.stringify(value) } };
});

describe("sestrail/events in a browser", () => {
  it("makes what Node makes, byte for byte", async () => {
    const code = await bundle('export * from "sestrail/events";', BROWSER);
    expect(/["']node:[^"']*|\brequire\(|\bBuffer\./.exec(code)?.[0]).toBeUndefined();
    const records = [...(await sampleRecords()), ...ODD];
    expect(records.length).toBeGreaterThan(900);
    const made = inBrowser(code, records);
    expect(made.length).toBeGreaterThan(1_000_000);
    expect(made === shapesOf(ours, records)).toBe(true);
  });

  it("bundled for Node it would not start there (control)", async () => {
    const code = await bundle('export * from "sestrail/events";', { ...BROWSER, platform: "node" });
    expect(() => inBrowser(code, ODD)).toThrow(/node:crypto|require/);
  });

  it("the whole library does not bundle for a browser (control)", async () => {
    await expect(bundle('export * from "sestrail";', BROWSER)).rejects.toThrow(/"node:/);
  });
});
