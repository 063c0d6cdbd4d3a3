// Makes the Lambda function: one file with everything that it needs, dist-lambda/index.mjs, to be zipped and uploaded.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const outfile = "dist-lambda/index.mjs";
await build({
  entryPoints: ["dist/lambda.js"],
  outfile,
  bundle: true,
  minify: true,
  keepNames: true,
  platform: "node",
  target: "node20",
  format: "esm",
  logLevel: "warning",
  // The clients call `require`; one of them imports the usual name itself.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
});
const bytes = readFileSync(outfile);
const mb = (count) => (count / 1e6).toFixed(2);
console.log(
  `${outfile}  ${mb(bytes.length)} MB, ${mb(gzipSync(bytes).length)} MB zipped; handler: index.handler`,
);
