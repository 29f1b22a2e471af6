/**
 * Letters taken off the ends of a text, each looked at once: `/x+$/` starts its search again at every x. The file stands outside of the
 * folders because each of them needs it, and it imports nothing.
 */

export function trimStart(text: string, letters: string): string {
  let start = 0;
  while (start < text.length && letters.includes(text.charAt(start))) start++;
  return text.slice(start);
}

export function trimEnd(text: string, letters: string): string {
  let end = text.length;
  while (end > 0 && letters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
