/** `sestrail completion bash|zsh|fish`: writes a script with which a shell completes commands, options and their values. */
import { usage } from "../../config/asked.ts";
import { didYouMean } from "../../config/suggest.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { completedCommands, SHELLS, type Shell } from "../completion/words.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { TOPICS } from "../reference/topics.ts";
import { usageLines } from "../screen/problems.ts";
import { proseWidth, type Terminal } from "../screen/terminal.ts";
import { writeLines } from "../screen/terminal.ts";

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** Runs `sestrail completion` and gives the exit code. */
export function completion({ args, stdout, stderr }: Terminal): number {
  const [named, ...more] = args;
  const shell = SHELLS.find((known) => known === named);
  if (shell === undefined || more.length > 0) {
    const problem = usage(
      named ?? "completion",
      `${named === undefined ? "names no shell" : "is no shell that is known"}${didYouMean(named ?? "", SHELLS)}; known: ${SHELLS.join(", ")}`,
    );
    writeLines(stderr, usageLines([problem], proseWidth(stderr)));
    return 2;
  }
  stdout.stream.write(completionScript(shell));
  return 0;
}

/** The script of a shell. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell](completedCommands(TOPICS));
}
