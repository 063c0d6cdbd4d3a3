/** src/records/walk-wasm.ts holds what wasm/walk.ts compiles to. `npm run wasm` writes it anew. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { main as compile } from "assemblyscript/asc";

const folder = mkdtempSync(join(tmpdir(), "sestrail-wasm-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SOURCE = fileURLToPath(new URL("../../wasm/walk.ts", import.meta.url));

/** What JavaScript and the walk pass each other lies below the window, the window below 1,024 + 64 KiB. */
const FLAGS = [
  "-O3",
  "--noAssert",
  "--runtime=stub",
  "--memoryBase=131072",
  "--initialMemory=2",
  "--maximumMemory=2",
];

async function compiled(vectors: "enable" | "disable"): Promise<string> {
  const output = join(folder, `${vectors}.wasm`);
  const { error } = await compile([SOURCE, "--outFile", output, `--${vectors}`, "simd", ...FLAGS]);
  expect(error).toBeNull();
  return readFileSync(output).toString("base64");
}

it("is what the source compiles to", async () => {
  const [withVectors, without] = [await compiled("enable"), await compiled("disable")];
  await expect(
    [
      "// Made from wasm/walk.ts by `npm run wasm`.",
      "",
      "/** The walk for processors with vector instructions, in base64. */",
      `export const WITH_VECTORS =\n  "${withVectors}";`,
      "",
      "/** The walk for those without. */",
      `export const WITHOUT_VECTORS =\n  "${without}";`,
      "",
    ].join("\n"),
  ).toMatchFileSnapshot("../../src/records/walk-wasm.ts");
});
