/**
 * Characters that a terminal would execute instead of showing: control characters (escape sequences begin with one), and the
 * marks that change the direction of writing. Line feeds and tabs are text.
 */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * The text in a form that is safe to show: each such character, in a text from someone else, becomes an escape such as
 * `\u001b`.
 */
export function printable(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(UNPRINTABLE, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
