/** A name as most platforms accept it, with as much of the text as letters, digits, `-` and `_` can keep. May be empty. */
export function plainName(text: string, longest: number): string {
  return text
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[^A-Za-z]+/, "")
    .slice(0, longest);
}
