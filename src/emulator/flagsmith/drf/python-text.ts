/**
 * How Python reads white space and integers. The real server is written in Python, and JavaScript's `trim()` and
 * `Number()` disagree with it on exactly the characters that cause drift.
 */
const SPACE = /[\t\n\v\f\r\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const DIGIT = /^\p{Nd}$/u;
const INTEGER = /^([+-]?)(\p{Nd}+(?:_\p{Nd}+)*)$/u;

/** `str.strip()`: takes NBSP, \x1c and \x85 away, but neither U+FEFF nor U+200B. */
export function strip(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && SPACE.test(text.charAt(start))) start++;
  while (start < end && SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** `int(text)`, or undefined where Python raises ValueError. */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(strip(text));
  const digits = match?.[2];
  if (digits === undefined) return undefined;
  const plain = Array.from(digits.replaceAll("_", ""), decimalOf).join("");
  return match?.[1] === "-" ? -BigInt(plain) : BigInt(plain);
}

/** `float(text)`, or undefined where Python raises ValueError. */
export function parseFloatingPoint(text: string): number | undefined {
  const plain = strip(text)
    .replace(/\p{Nd}/gu, decimalOf)
    .replace(/(\d)_(?=\d)/g, "$1");
  if (/^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return Number(plain);
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(plain);
  if (!special) return undefined;
  if (special[2]?.toLowerCase() === "nan") return NaN;
  return special[1] === "-" ? -Infinity : Infinity;
}

/** `repr(float)`: always shows that the number is a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Unicode keeps decimal digits in runs of ten: a digit's value is its distance from the start of its run. */
function decimalOf(digit: string): string {
  if (digit >= "0" && digit <= "9") return digit;
  const point = digit.codePointAt(0) ?? 0;
  let start = point;
  while (DIGIT.test(String.fromCodePoint(start - 1))) start -= 1;
  return String((point - start) % 10);
}
