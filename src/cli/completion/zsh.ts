/** Completion for zsh. */
import { valueCases } from "./bash.ts";
import { firstWords, pairs, type CompletedCommand } from "./words.ts";

/** The script: to be sourced, or kept as `_sestrail` in a folder of `fpath`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef sestrail
# Completion of sestrail for zsh. Made by: sestrail completion zsh
_sestrail() {
  local command=\${words[2]} previous=\${words[CURRENT-1]}
  local -a offered
  if (( CURRENT == 2 )); then
    offered=(${firstWords().map(described).join(" ")})
    _describe command offered
    return
  fi
  case "$command" in
${pairs()
  .map(
    ([first, seconds]) => `    (${first})
      if (( CURRENT == 3 )); then compadd -- ${seconds.join(" ")}; return; fi
      command="$command \${words[3]}" ;;`,
  )
  .join("\n")}
  esac
  if [[ \${words[CURRENT]} == --*=* ]]; then
    previous=\${words[CURRENT]%%=*}
    compset -P '*='
  fi
  case "$command:$previous" in
${valueCases(commands)
  .map(([patterns, words]) => `    (${patterns}) compset -P '*,'; compadd -- ${words}; return ;;`)
  .join("\n")}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    case "$command" in
${commands
  .map(
    ({ name, options }) =>
      `      ('${name}') offered=(${options.map(({ flag, doc }) => described([flag, doc])).join(" ")}) ;;`,
  )
  .join("\n")}
    esac
    _describe -o option offered
    return
  fi
  case "$command" in
${commands
  .flatMap(({ name, operands }) =>
    operands === "paths" ? [] : [`    ('${name}') compadd -- ${operands.join(" ")} ;;`],
  )
  .join("\n")}
    (*) _files ;;
  esac
}
if [[ "\${funcstack[1]}" == _sestrail ]]; then _sestrail "$@"; else compdef _sestrail sestrail; fi
`;
}

function described([word, doc]: readonly [string, string]): string {
  return `'${word}:${doc.replaceAll("'", `'\\''`)}'`;
}
