/** The kinds of files that are no JSON: how each is known by its first bytes, and what to do with it. */

/** One row of the table. `FILE` in a text stands for the file's name. */
export interface FileKindRow {
  /** What it is, after "is". */
  readonly is: string;
  /** It may well hold logs: a fault even where it was only found in a folder. */
  readonly mayHoldLogs: boolean;
  /** What to do. */
  readonly todo: string;
  /** First bytes, in hexadecimal, any of these. Kinds without any are known by more than that. */
  readonly magic?: readonly string[];
}

const piped = (command: string): string => `Unpack it on the way: ${command} | sestrail ship -`;

/**
 * Known kinds.
 * Source: https://github.com/file/file/tree/master/magic/Magdir (compress, archive, apache)
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-console.html (download as JSON)
 */
export const FILE_KINDS = {
  tar: { is: "a tar archive", mayHoldLogs: true, todo: piped("tar -xOf FILE") },
  zip: { is: "a zip archive", mayHoldLogs: true, todo: piped("unzip -p FILE"), magic: ["504b0304", "504b0506", "504b0708"] },
  "7z": { is: "a 7z archive", mayHoldLogs: true, todo: piped("7z x -so FILE"), magic: ["377abcaf271c"] },
  bzip2: { is: "compressed with bzip2", mayHoldLogs: true, todo: piped("bzip2 -dc FILE"), magic: ["425a68"] },
  zstd: { is: "compressed with zstd", mayHoldLogs: true, todo: piped("zstd -dc FILE"), magic: ["28b52ffd"] },
  xz: { is: "compressed with xz", mayHoldLogs: true, todo: piped("xz -dc FILE"), magic: ["fd377a585a00"] },
  lz4: { is: "compressed with lz4", mayHoldLogs: true, todo: piped("lz4 -dc FILE"), magic: ["04224d18"] },
  compress: { is: "compressed with compress", mayHoldLogs: true, todo: piped("uncompress -c FILE"), magic: ["1f9d"] },
  snappy: { is: "compressed with Snappy", mayHoldLogs: true, todo: "Unpack it first, or let its writer use gzip.", magic: ["ff060000734e61507059"] },
  parquet: { is: "a Parquet table", mayHoldLogs: true, todo: "Export it as JSON lines with CloudTrail's own names, or ship the trail's own files.", magic: ["50415231"] },
  orc: { is: "an ORC table", mayHoldLogs: true, todo: "Export it as JSON lines with CloudTrail's own names, or ship the trail's own files.", magic: ["4f5243"] },
  avro: { is: "an Avro file", mayHoldLogs: true, todo: "Export it as JSON lines with CloudTrail's own names, or ship the trail's own files.", magic: ["4f626a01"] },
  gzip: { is: "gzip within gzip too many times", mayHoldLogs: true, todo: "Unpack it first with: gunzip" },
  markup: { is: "HTML or XML", mayHoldLogs: false, todo: "A server may have answered with a page instead of the file: look into it, and fetch the file again." },
  pointer: { is: "a pointer to a file that is kept elsewhere", mayHoldLogs: false, todo: "Fetch the file itself: git lfs pull, or git annex get FILE", magic: ["76657273696f6e2068747470733a2f2f6769742d6c6673", "2f616e6e65782f6f626a65637473"] },
  csv: { is: "CSV", mayHoldLogs: false, todo: "Download it as JSON: in CloudTrail's event history, Download events, Download as JSON; from CloudWatch Logs: aws logs filter-log-events --log-group-name NAME | sestrail ship -" },
  text: { is: "plain text", mayHoldLogs: false, todo: "Name CloudTrail files: JSON, zipped or not." },
  binary: { is: "no JSON, and of no kind that is known", mayHoldLogs: false, todo: "Name CloudTrail files: JSON, zipped or not." },
} as const satisfies Readonly<Record<string, FileKindRow>>;

/** A kind of the table. */
export type FileKind = keyof typeof FILE_KINDS;
