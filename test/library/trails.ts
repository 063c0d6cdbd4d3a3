/** CloudTrail bytes for tests of the library, and the ways in which they may come. */
import { readFileSync } from "node:fs";
import { glob } from "tinyglobby";

/** One SES call; `more` is laid over it. */
export function call(index: number, more: object = {}): object {
  return {
    eventVersion: "1.08",
    userIdentity: { type: "IAMUser", userName: "mailer", accountId: "111122223333" },
    eventTime: "2026-11-20T09:00:00Z",
    eventSource: "ses.amazonaws.com",
    eventName: "DeleteIdentity",
    awsRegion: "eu-west-1",
    sourceIPAddress: "192.0.2.7",
    userAgent: "Boto3/1.34.0",
    requestParameters: { identity: `example-${index}.com` },
    responseElements: null,
    eventID: `event-${index}`,
    recipientAccountId: "111122223333",
    ...more,
  };
}

/** A CloudTrail file of these Elements, each as JSON text. */
export function trail(elements: readonly string[]): Buffer {
  return Buffer.from(`{"Records":[${elements.join(",")}]}`);
}

/** Text that is no JSON, yet has its beginning and end: it costs only itself. */
export const BROKEN = '{"eventSource":"ses.amazonaws.com","eventName":nonsense}';

/** Bytes in pieces of this size. */
export function* inPieces(bytes: Uint8Array, pieceBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** The log files of the samples. */
export async function sampleFiles(): Promise<readonly { path: string; bytes: Buffer }[]> {
  const paths = (await glob("samples/AWSLogs/*/CloudTrail/**/*.json.gz")).toSorted();
  return paths.map((path) => ({ path, bytes: readFileSync(path) }));
}

/** Everything that an iterable gives, and what it throws in the end. */
export async function collect<Value>(
  values: AsyncIterable<Value>,
): Promise<{ readonly given: readonly Value[]; readonly thrown: unknown }> {
  const given: Value[] = [];
  try {
    for await (const value of values) given.push(value);
  } catch (thrown) {
    return { given, thrown };
  }
  return { given, thrown: undefined };
}
