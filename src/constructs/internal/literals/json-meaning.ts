import { trimEnd, trimStart } from "../../../trim";

/**
 * One text for all JSON texts that mean the same, however they are spelled. Numbers keep their digits: as doubles, 2^53 and 2^53+1 would be
 * one number.
 */
export function jsonMeaning(text: string): string {
  const marked = text.replace(TEXT_OR_NUMBER, (token) =>
    token.startsWith('"') ? `"t${token.slice(1)}` : JSON.stringify(`n${decimal(token)}`),
  );
  return JSON.stringify(JSON.parse(marked), (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** One spelling per number: its digits without zeros at either end, and the power of ten behind them. */
function decimal(token: string): string {
  const [mantissa = "", exponent = "0"] = token.toLowerCase().split("e");
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = trimStart(`${whole}${fraction}`, "0");
  const significant = trimEnd(digits, "0");
  if (significant === "") return "0";
  return `${sign}${significant}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)}`;
}
