/** Completion for bash, 3.2 and later. */
import { firstWords, pairs, type CompletedCommand, type CompletedOption } from "./words.ts";

/** The script. Paths are completed by bash itself, where nothing else is offered. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  return `# Completion of sestrail for bash. Made by: sestrail completion bash
_sestrail() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words= before=
  COMPREPLY=()
  # Bash takes --name=value apart.
  if [[ $cur == "=" ]]; then cur=
  elif [[ $prev == "=" ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=( $(compgen -W '${firstWords()
      .map(([word]) => word)
      .join(" ")} --help --version' -- "$cur") )
    return
  fi
  case "$command" in
${pairs()
  .map(
    ([first, seconds]) => `    ${first})
      if (( COMP_CWORD == 2 )); then
        COMPREPLY=( $(compgen -W '${seconds.join(" ")}' -- "$cur") )
        return
      fi
      command="$command \${COMP_WORDS[2]}" ;;`,
  )
  .join("\n")}
  esac
  case "$command:$prev" in
${valueCases(commands)
  .map(([patterns, words]) => `    ${patterns}) words='${words}' ;;`)
  .join("\n")}
    *)
      if [[ $cur == -* ]]; then
        case "$command" in
${commands
  .map(
    ({ name, options }) =>
      `          '${name}') words='${options.map(({ flag }) => flag).join(" ")}' ;;`,
  )
  .join("\n")}
        esac
      else
        case "$command" in
${commands
  .flatMap(({ name, operands }) =>
    operands === "paths" ? [] : [`          '${name}') words='${operands.join(" ")}' ;;`],
  )
  .join("\n")}
        esac
      fi ;;
  esac
  # Of a list the last part.
  if [[ $cur == *,* ]]; then before=\${cur%,*},; cur=\${cur##*,}; fi
  COMPREPLY=( $(compgen -P "$before" -W "$words" -- "$cur") )
}
complete -o bashdefault -o default -F _sestrail sestrail
`;
}

/** Patterns of command and option, and the words that may follow. */
export function valueCases(
  commands: readonly CompletedCommand[],
): readonly (readonly [patterns: string, words: string])[] {
  const byWords = new Map<string, string[]>();
  for (const { name, options } of commands)
    for (const { flag, takes } of options.filter(hasWords)) {
      const key = (takes as readonly string[]).join(" ");
      byWords.set(key, [...(byWords.get(key) ?? []), `'${name}:${flag}'`]);
    }
  return [...byWords].map(([words, patterns]) => [patterns.join("|"), words]);
}

function hasWords({ takes }: CompletedOption): boolean {
  return typeof takes !== "string";
}
