/** How names and texts of others become parts of a program: never as code. */

/** A string as prettier leaves it: in double quotes, unless that needs more escapes. */
export function quoted(value: string): string {
  const [doubles, singles] = [count(value, '"'), count(value, "'")];
  const quote = doubles > singles ? "'" : '"';
  const inner = value.replace(
    /["'\\]|[\u0000-\u001f\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Co}|\ufeff/gu,
    (character) =>
      character === '"' || character === "'" ? (character === quote ? `\\${character}` : character) : escape(character),
  );
  return quote + inner + quote;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** What cannot be seen, or turns the direction of what follows, is spelled out. */
function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return SHORT.get(character) ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`);
}

function count(value: string, character: string): number {
  return value.split(character).length - 1;
}

/** The name of a property. `__proto__` would set the prototype. */
export function propertyName(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[$_a-zA-Z][$_a-zA-Z0-9]*$/.test(name) ? name : quoted(name);
}

const COMMENT_WIDTH = 100;

/** The lines of a comment. What others wrote cannot end it. */
export function commentLines(text: string, indent: string): string[] {
  const words = text.split(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/u).map((each) => each.replace(/\p{C}/gu, "\ufffd"));
  const lines: string[] = [];
  for (const each of words.filter((word) => word !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + each.length + 1 <= COMMENT_WIDTH)
      lines[lines.length - 1] = `${last} ${each}`;
    else lines.push(`// ${each}`);
  }
  return lines;
}

/** In columns, as prettier counts them: what is wide takes two. */
export function width(text: string): number {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let columns = 0;
  const rest = text.replace(EMOJI, () => {
    columns += 2;
    return "";
  });
  for (const character of rest) {
    if (/[\p{Mn}\p{Me}\u0000-\u001f\u007f-\u009f]/u.test(character)) continue;
    columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

const EMOJI =
  /\p{Emoji_Presentation}\p{Emoji_Modifier}?(?:\u200d\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)*|\p{Extended_Pictographic}\ufe0f/gu;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;
