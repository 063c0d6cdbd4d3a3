/** Opens LogFiles by their places, where another thread has found them. */
import type { AwsEnvironment } from "./aws/settings.ts";
import { fileAt } from "./files.ts";
import { addressOf } from "./s3/failure.ts";
import type { NamedObjects } from "./s3/named-objects.ts";
import {
  nothingFetched,
  type Fetched,
  type FilePlace,
  type LogFile,
  type ObjectPlace,
} from "./source.ts";

/** Places, and the clients by which they are opened. */
export interface Places {
  /** The same bytes by the same name; `fetched` is where it is counted what was asked for. */
  fileAt(place: FilePlace, fetched?: Fetched): LogFile;
  close(): void;
}

/** Clients are made when the first object of a bucket is opened, and kept: one a bucket, for each Source that it is of. */
export function openPlaces(env: AwsEnvironment): Places {
  const uncounted = nothingFetched();
  const opened = new Map<Fetched, Promise<NamedObjects>>();

  async function objectsOf(place: ObjectPlace, fetched: Fetched): Promise<NamedObjects> {
    // AWS's client is large, and files on a disk need none.
    const { namedObjects } = await import("./s3/named-objects.ts");
    const { requesterPays, role, stallMs } = place;
    return namedObjects({ env, fetched, requesterPays, role, stallMs });
  }

  function objectAt(place: ObjectPlace, fetched: Fetched): LogFile {
    const { etag, sizeBytes, isGuess } = place;
    const name = addressOf(place);
    return {
      id: name,
      version: etag,
      name,
      sizeBytes,
      reopenable: true,
      isGuess,
      place,
      async open(signal) {
        const objects = opened.get(fetched) ?? objectsOf(place, fetched);
        opened.set(fetched, objects);
        return (await objects).fileOf(place).open(signal);
      },
      ack() {},
      nack() {},
    };
  }

  return {
    fileAt: (place, fetched = uncounted) =>
      place.kind === "disk" ? fileAt(place) : objectAt(place, fetched),
    close() {
      for (const opening of opened.values())
        void opening.then(
          (objects) => objects.close(),
          () => {},
        );
      opened.clear();
    },
  };
}
