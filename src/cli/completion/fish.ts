/** Completion for fish. */
import { firstWords, pairs, type CompletedCommand, type CompletedOption } from "./words.ts";

/** The script: to be sourced, or kept as `sestrail.fish` in fish's folder of completions. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = [
    ...firstWords().map(
      ([word, doc]) =>
        `complete -c sestrail -n __fish_use_subcommand -f -a ${word} -d ${quoted(doc)}`,
    ),
    ...pairs().map(
      ([first, seconds]) =>
        `complete -c sestrail -n '__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${seconds.join(" ")}' -f -a '${seconds.join(" ")}'`,
    ),
    ...commands.flatMap(({ name, options, operands }) => {
      // Of two words the second tells which command it is.
      const seen = `-n '__fish_seen_subcommand_from ${name.split(" ").at(-1)}'`;
      return [
        ...options.map((option) => `complete -c sestrail ${seen} ${optionPart(option)}`),
        ...(operands === "paths" || operands.length === 0
          ? []
          : [`complete -c sestrail ${seen} -f -a '${operands.join(" ")}'`]),
      ];
    }),
  ];
  return `# Completion of sestrail for fish. Made by: sestrail completion fish\ncomplete -c sestrail -e\n${lines.join("\n")}\n`;
}

function optionPart({ flag, doc, takes }: CompletedOption): string {
  const name = `-l ${flag.slice(2)} -d ${quoted(doc)}`;
  if (takes === "nothing") return name;
  if (takes === "path") return `${name} -r -F`;
  return takes === "anything" ? `${name} -x` : `${name} -x -a '${takes.join(" ")}'`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
