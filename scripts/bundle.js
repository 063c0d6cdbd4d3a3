// Bundles the command into few files: what a run of `ship` needs lies in three, where finding, reading and linking the two
// hundred that they are made of takes more than half of the start. The library stays as it is compiled, file by file, so
// that bundlers find their way in it.
import { cp, rm } from "node:fs/promises";
import { build } from "rolldown";

/** What every run loads of others. All else stays outside, and is loaded when it is needed. */
const INSIDE = ["commander", "stream-chain", "stream-json"];

/** What is loaded together, with all that it imports and no earlier group has. */
const GROUPS = [
  // For any command, so that help is there at once.
  [
    "start",
    /\/cli\/(?:command-line|commands\/(?:help|run-command)|reference\/(?:page|topics))\.js$/,
  ],
  // For a run, in a worker too.
  [
    "run",
    /\/(?:job\/(?:engine|workers\/work)|pipeline\/run|sources\/(?:registry|files)|sinks\/(?:registry|file|lines)|shape\/ecs)\.js$/,
  ],
  ["ship", /\/cli\/commands\/ship\.js$/],
];

const isOwn = (id) => id.startsWith(".") || id.startsWith("/") || /^[a-z]:\\/iu.test(id);
const isInside = (id) => INSIDE.some((name) => id === name || id.startsWith(`${name}/`));

await build({
  // The command, and its workers, which the library starts as well.
  input: { main: "dist/main.js", "job/workers/thread": "dist/job/workers/thread.js" },
  platform: "node",
  external: (id) => !isOwn(id) && !isInside(id),
  logLevel: "warn",
  checks: { ineffectiveDynamicImport: false },
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    // As deep as what is bundled, which finds the samples by its own place.
    chunkFileNames: "program/chunks/[name]-[hash].js",
    codeSplitting: {
      groups: GROUPS.map(([name, test], index) => ({
        name,
        test,
        priority: GROUPS.length - index,
      })),
    },
  },
});
for (const name of INSIDE) {
  await cp(`node_modules/${name}/LICENSE`, `dist/program/licenses/${name}.txt`);
}
// Nothing but the command needs it.
await rm("dist/cli", { recursive: true });
