/** A replay that is killed with -9 again and again: no letter is lost, none is doubled, and those delivered go. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { startOtlpStub } from "../support/otlp-stub.ts";
import { runProgram, startProgram } from "../support/program.ts";
import { trailOf } from "../support/running.ts";

const COUNT = 1000;

it("loses and doubles no letter, whenever it is killed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-killed-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "dead.ndjson");
  const { Records } = JSON.parse(trailOf("k", COUNT)) as { Records: object[] };
  const lines = Records.map((record, index) =>
    JSON.stringify({
      code: "odd",
      reason: "too odd",
      destination: "otlp:stub",
      record_id: `id-${index}`,
      position: { file: "trail.json", index },
      raw: JSON.stringify(record),
    }),
  );
  writeFileSync(path, `${lines.join("\n")}\n`);
  /** Each letter that is held, by its own text; what is half written does not count. */
  const held = (): string[] => {
    const seen = new Map(
      readdirSync(folder)
        .filter((name) => !name.endsWith(".rest") && !name.includes(".lock"))
        .map((name) => [statSync(join(folder, name)).ino, join(folder, name)]),
    );
    return [...seen.values()].flatMap((file) =>
      readFileSync(file, "utf8").split("\n").filter(Boolean),
    );
  };

  const taken = new Set<string>();
  let isStrict = true;
  const stub = await startOtlpStub((request, response) => {
    const ids = [...request.body.toString("latin1").matchAll(/"?eventID"?[^k]{1,6}(k-\d+)/g)];
    // Until it is mended it takes no batch that holds an id which ends in 07.
    if (isStrict && ids.some(([, id]) => id !== undefined && /-\d07$/.test(id))) {
      response.writeHead(400).end("no sevens");
      return;
    }
    for (const [, id = ""] of ids) taken.add(id);
    response.end();
  });
  onTestFinished(() => stub.close());
  const args = ["replay", path, "--keep-original", "--to", `otlp:${stub.url}`];

  for (const afterMs of [0, 5, 40, 150, 400]) {
    const before = stub.requests.length;
    const { child, ended } = startProgram(args);
    child.stdin.end();
    // The probe that opens the destination has come: any moment after it will do.
    while (stub.requests.length === before && child.exitCode === null) await sleep(5);
    await sleep(afterMs);
    child.kill("SIGKILL");
    await ended;
    const left = held();
    expect(new Set(left).size).toBe(left.length);
    const ids = new Set(left.map((line) => /k-\d+/.exec(line)?.[0] ?? ""));
    const all = Array.from({ length: COUNT }, (_, index) => `k-${index}`);
    expect(all.filter((id) => !ids.has(id) && !taken.has(id))).toEqual([]);
  }

  const strict = await runProgram(args);
  expect(strict.code).toBe(3);
  // What is refused stays, byte for byte, and nothing else.
  expect(held().toSorted()).toEqual(
    lines.filter((_, index) => index % 100 === 7 && index > 99).toSorted(),
  );
  isStrict = false;
  expect((await runProgram(args)).code).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
  expect(taken.size).toBe(COUNT);
});
