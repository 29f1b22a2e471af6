/** Checks on the text of an answer before it is parsed: plain searches that read each character once. */

/** No API nests deeper. Deeper values would overflow the stack of recursive code. */
export const DEEPEST = 200;

/** How deeply JSON is nested. Brackets inside strings do not count. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code === OPEN_LIST || code === OPEN_OBJECT) deepest = Math.max(deepest, ++depth);
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
  }
  return deepest;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

const MOST_SHOWN = 200;

/** The title of a page, or the beginning of a text, in one line. */
export function firstWordsOf(text: string): string {
  const plain = (titleIn(text) ?? withoutTags(text)).split(/\s/).filter(Boolean).join(" ");
  if (plain === "") return "an answer without text";
  return plain.length > MOST_SHOWN ? `${plain.slice(0, MOST_SHOWN)}…` : plain;
}

function titleIn(text: string): string | undefined {
  const lower = text.toLowerCase();
  const tag = lower.indexOf("<title");
  const start = tag < 0 ? -1 : text.indexOf(">", tag);
  const end = start < 0 ? -1 : lower.indexOf("</title", start);
  return end < 0 || lower.length !== text.length ? undefined : text.slice(start + 1, end);
}

function withoutTags(text: string): string {
  const [first = "", ...others] = text.split("<");
  return [first, ...others.map((each) => (each.includes(">") ? each.slice(each.indexOf(">") + 1) : each))].join(" ");
}
