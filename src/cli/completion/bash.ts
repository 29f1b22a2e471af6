import type { Group } from "../command/command";
import { type Place, placesOf, quoted, takesFile } from "./places";

/** For bash from 3.2, which macOS has. */
export function bashCompletion(root: Group): string {
  const places = placesOf(root);
  const deeper = places.filter(({ at }) => at !== "").map(({ at }) => quoted(at));
  return `# bash completion of flagform: source <(flagform completion bash)
_flagform() {
  local at="" word IFS=$'\\n'
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in ${deeper.join("|")}) at="$at $word" ;; esac
  done
  COMPREPLY=()
  case "$at $prev" in
${places.flatMap(valueCases).join("\n")}
  esac
  case "$at" in
${places.map(wordCase).join("\n")}
  esac
}
complete -F _flagform flagform
`;
}

function valueCases({ at, options }: Place): string[] {
  const taking = options.filter(({ value }) => value !== undefined);
  return taking.map((option) => {
    const reply = takesFile(option)
      ? `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))`
      : `COMPREPLY=($(compgen -W ${quoted((option.choices ?? []).join("\n"))} -- "$cur"))`;
    return `    ${quoted(`${at} --${option.name}`)}) ${reply}; return ;;`;
  });
}

function wordCase({ at, words, options }: Place): string {
  const all = [...words.map(({ word }) => word), ...options.map(({ name }) => `--${name}`)];
  return `    ${quoted(at)}) COMPREPLY=($(compgen -W ${quoted(all.join("\n"))} -- "$cur")) ;;`;
}
