// Bundles the command: loading some forty files takes half as long as loading the two hundred that they are made of. The
// library stays as it is compiled, file by file, so that bundlers find their way in it.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

await build({
  // The command, and its workers, which the library starts as well.
  entryPoints: ["dist/main.js", "dist/job/workers/thread.js"],
  outbase: "dist",
  outdir: "dist",
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  // As deep as what is bundled, which finds the samples by its own place.
  chunkNames: "program/chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
});
// Nothing but the command needs it.
await rm("dist/cli", { recursive: true });
