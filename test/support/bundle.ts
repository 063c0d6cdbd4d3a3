/** The library as a bundler finds it: the package of these sources below `node_modules`, bundled by esbuild. */
import { cpSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { ROOT, programFolder } from "./program.ts";

/** Puts the package into a folder, and gives what bundles a program there to one file, as text. */
export function bundlerIn(
  folder: string,
): (program: string, options: BuildOptions) => Promise<string> {
  const own = join(folder, "node_modules/sestrail");
  mkdirSync(own, { recursive: true });
  cpSync(programFolder(), join(own, "dist"), { recursive: true });
  copyFileSync(join(ROOT, "package.json"), join(own, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(own, "node_modules"));
  return async (program, options) => {
    const entry = join(folder, "program.mjs");
    writeFileSync(entry, program);
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      logLevel: "silent",
      ...options,
    });
    return outputFiles?.[0]?.text ?? "";
  };
}
