/**
 * What a terminal would obey instead of showing it: control characters (escape sequences begin with one), and the marks that turn
 * the direction of writing. Line feeds and tabs are text.
 */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The text as it can be shown to people: of what somebody else wrote, each such character as `\u001b`. */
export function printable(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(UNPRINTABLE, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
