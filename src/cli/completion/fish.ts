import type { Group } from "../command/command";
import { type Place, placesOf, takesFile } from "./places";

/** For ~/.config/fish/completions/flagform.fish. */
export function fishCompletion(root: Group): string {
  const places = placesOf(root);
  const deeper = places.filter(({ at }) => at !== "").map(({ at }) => quoted(at));
  return `# fish completion of flagform: flagform completion fish > ~/.config/fish/completions/flagform.fish
function __flagform_at
  set -l at ""
  for word in (commandline -opc)[2..]
    if contains -- "$at $word" ${deeper.join(" ")}
      set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
complete -c flagform -f
${places.flatMap(lines).join("\n")}
`;
}

function lines({ at, words, options }: Place): string[] {
  const here = `complete -c flagform -n ${quoted(`__flagform_at ${quoted(at)}`)}`;
  return [
    ...words.map(({ word, help }) => `${here} -a ${word}${help === "" ? "" : ` -d ${quoted(help)}`}`),
    ...options.map((option) => {
      const { name, help, value, choices = [] } = option;
      const values = takesFile(option) ? " -r -F" : value === undefined ? "" : ` -x -a ${quoted(choices.join(" "))}`;
      return `${here} -l ${name}${values} -d ${quoted(help)}`;
    }),
  ];
}

/** fish escapes inside single quotes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
