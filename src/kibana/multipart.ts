/** The form in which Kibana takes files. */

/** A form with one file. */
export interface Form {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/**
 * A multipart form that holds `text` as `file`. Kibana takes names that end in `.ndjson` alone. Lines of JSON never
 * begin with two hyphens, so that the boundary cannot stand in them.
 */
export function fileForm(name: string, text: string): Form {
  const boundary = "sestrail-form-boundary";
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="file"; filename="${name}"`,
    "Content-Type: application/ndjson",
    "",
    "",
  ].join("\r\n");
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.from(`${head}${text}\r\n--${boundary}--\r\n`),
  };
}
