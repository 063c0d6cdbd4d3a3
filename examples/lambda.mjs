// A Lambda function behind S3 event notifications: each object that is named is one LogFile.
// Run it on a file of this machine: node examples/lambda.mjs FILE.json.gz
import { createReadStream } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ship } from "sestrail";

/**
 * Makes the handler. `openObject` gives the bytes of an object: in Lambda the body of a GetObjectCommand, which is a
 * Readable. `options` are those of `ship`, such as `{ to: "elasticsearch", env: process.env }`.
 */
export function handlerOf(openObject, options) {
  return async (event) => {
    const failed = [];
    const source = {
      name: "s3 event",
      async *files() {
        for (const { s3 } of event.Records) {
          const bucket = s3.bucket.name;
          // Keys in notifications are form-encoded.
          const key = decodeURIComponent(s3.object.key.replaceAll("+", " "));
          const name = `s3://${bucket}/${key}`;
          yield {
            // The same object written again is another file.
            id: `${name}|${s3.object.eTag}`,
            name,
            sizeBytes: s3.object.size,
            reopenable: true,
            open: (signal) => openObject(bucket, key, signal),
            ack() {},
            nack({ problem }) {
              failed.push(`${name}: ${problem.why ?? problem.what}`);
            },
          };
        }
      },
      async close() {},
    };
    const { books } = await ship({ ...options, sources: [source] });
    // An error makes Lambda call again; ids make the repeat harmless in Elasticsearch.
    if (failed.length > 0) throw new Error(`not done: ${failed.join("; ")}`);
    return { files: books.files.acked, events: books.shaped };
  };
}

/** An event as S3 sends it, for a file of this machine. */
function eventOf(path) {
  return {
    Records: [
      {
        s3: {
          bucket: { name: dirname(path) },
          object: { key: encodeURIComponent(basename(path)), eTag: "1" },
        },
      },
    ],
  };
}

const [, script, path] = process.argv;
// Not so in Lambda, nor where it is imported or bundled.
if (script?.endsWith("lambda.mjs") === true) {
  const openFile = (bucket, key, signal) => createReadStream(join(bucket, key), { signal });
  const handler = handlerOf(openFile, { to: "stdout", stdout: process.stdout });
  // Not awaited: bundles in CommonJS have no top-level await.
  handler(eventOf(path))
    .then((answer) => console.error(JSON.stringify(answer)))
    .catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}
