/** Commands as text, to be pasted into a shell. */
import { printable } from "../../shape/printable.ts";

/** `sestrail` with these words, each quoted where a POSIX shell would not leave it alone. */
export function commandText(words: readonly string[]): string {
  const quoted = words.map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`,
  );
  return `sestrail ${printable(quoted.join(" "))}`;
}
