import type { Group } from "../command/command";
import { type Place, placesOf, quoted, takesFile } from "./places";

/** To be sourced after compinit, or put as `_flagform` in a folder of fpath. */
export function zshCompletion(root: Group): string {
  const places = placesOf(root);
  const deeper = places.filter(({ at }) => at !== "").map(({ at }) => quoted(at));
  return `#compdef flagform
# zsh completion of flagform: source <(flagform completion zsh)
_flagform() {
  local at=""
  while (( CURRENT > 2 )); do
    case "$at $words[2]" in
      ${deeper.join("|")}) at="$at $words[2]"; shift words; (( CURRENT-- )) ;;
      *) break ;;
    esac
  done
  case "$at" in
${places.map(place).join("\n")}
  esac
}
if [[ "$funcstack[1]" == _flagform ]]; then _flagform "$@"; else compdef _flagform flagform; fi
`;
}

function place({ at, noun, words, options }: Place): string {
  const described = words.map(({ word, help }) => `${word}\\:${JSON.stringify(help)}`).join(" ");
  const bare = words.map(({ word }) => word).join(" ");
  const choices = words.some(({ help }) => help !== "") ? `((${described}))` : `(${bare})`;
  const first = words.length > 0 ? [quoted(`1:${noun}:${choices}`)] : [];
  const specs = options.map((option) => {
    const { name, value, choices: all } = option;
    const values = takesFile(option) ? "_files" : all ? `(${all.join(" ")})` : " ";
    return quoted(`--${name}[${escaped(option.help)}]${value === undefined ? "" : `:${value}:${values}`}`);
  });
  return `    ${quoted(at)}) _arguments ${[...first, ...specs].join(" ")} ;;`;
}

function escaped(help: string): string {
  return help.replace(/[[\]:\\]/g, "\\$&");
}
