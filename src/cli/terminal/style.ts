/** Text with a style. It stays apart from its style until it is written, so that text from others cannot bring codes of its own. */
interface Styled {
  readonly style: Style;
  readonly text: string;
}

/** What a command writes: plain text and styled text, in order. */
export type Text = string | Styled;

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const;

export type Style = keyof typeof CODES;

export function styled(style: Style, text: string): Styled {
  return { style, text };
}

/** The text with terminal codes, or without where nobody wants colours. `show` makes text from others safe to print. */
export function render(parts: readonly Text[], colours: boolean, show: (text: string) => string): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return show(part);
      const [on, off] = CODES[part.style];
      return colours && part.text !== "" ? `\u001b[${on}m${show(part.text)}\u001b[${off}m` : show(part.text);
    })
    .join("");
}
