/** Memory for bodies that wait to be sent: off the JavaScript heap, where the collector would copy each of them twice. */

/** So much memory is asked for at a time. It is free again when no body in it is held any longer. */
const SLAB_BYTES = 256 * 1024;
/** What may take more has memory of its own. */
const LARGE_BYTES = SLAB_BYTES / 4;
/** A code unit of UTF-16 takes at most so many bytes in UTF-8. */
const BYTES_A_UNIT = 3;

/** Lays what it is given end to end. Each answer is a view of bytes that are written once. */
export interface Slab {
  /** In UTF-8. */
  text(text: string): Buffer;
  bytes(bytes: Uint8Array): Buffer;
}

/** Opens memory. */
export function openSlab(): Slab {
  let room = Buffer.alloc(0);
  let end = 0;
  /** Room for so many bytes at `end`. */
  const reserve = (bytes: number): void => {
    if (end + bytes <= room.length) return;
    room = Buffer.allocUnsafeSlow(SLAB_BYTES);
    end = 0;
  };
  const taken = (bytes: number): Buffer => {
    end += bytes;
    return room.subarray(end - bytes, end);
  };
  return {
    text(text) {
      const mostBytes = text.length * BYTES_A_UNIT;
      if (mostBytes > LARGE_BYTES) return Buffer.from(text);
      reserve(mostBytes);
      return taken(room.write(text, end));
    },
    bytes(bytes) {
      if (bytes.length > LARGE_BYTES) return Buffer.from(bytes);
      reserve(bytes.length);
      room.set(bytes, end);
      return taken(bytes.length);
    },
  };
}
