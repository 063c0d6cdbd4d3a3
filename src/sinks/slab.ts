/** Memory for bodies that wait to be sent: off the JavaScript heap, where the collector would copy each of them twice. */

/** So much memory is asked for at a time. It is free again when no body in it is held any longer. */
const SLAB_BYTES = 256 * 1024;
/** What may take more has memory of its own. */
const LARGE_BYTES = SLAB_BYTES / 4;
/** A code unit of UTF-16 takes at most so many bytes in UTF-8. */
const BYTES_A_UNIT = 3;

/** Lays texts end to end, as UTF-8. Each answer is a view of bytes that are written once. */
export function slabWriter(): (text: string) => Buffer {
  let slab = Buffer.alloc(0);
  let end = 0;
  return (text) => {
    const mostBytes = text.length * BYTES_A_UNIT;
    if (mostBytes > LARGE_BYTES) return Buffer.from(text);
    if (end + mostBytes > slab.length) {
      slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      end = 0;
    }
    const start = end;
    end += slab.write(text, start);
    return slab.subarray(start, end);
  };
}
