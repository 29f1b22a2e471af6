import type { FlagValue } from "../../model/flag-value";
import { lossyNumber, readJsonText } from "../../model/json-text";
import { isKeptByDouble } from "../../model/number-text";

const LARGEST = 150_000;

/** Why Vercel would refuse or change the value. Values are JSON, so that every other text stays as it is. */
export function refuseValue(value: FlagValue): string | undefined {
  if (value.kind === "integer" && !Number.isSafeInteger(value.value)) return tooPrecise(String(value.value));
  if (value.kind === "number") return isKeptByDouble(value.value) ? undefined : tooPrecise(value.value);
  if (value.kind !== "string" && value.kind !== "json") return undefined;
  if (value.kind === "json") {
    const content = readJsonText(value.value);
    if (!content) return "The value is not JSON. Write it with jsonencode(...).";
    // Sent as JSON, not as its text: what copies objects on the way leaves this key out.
    if (content.keys.has("__proto__")) return 'The value has a key "__proto__", which JavaScript drops. Rename it.';
    const lossy = lossyNumber(content, "Vercel");
    if (lossy !== undefined) return lossy;
  }
  const bytes = Buffer.byteLength(value.value);
  if (bytes <= LARGEST) return undefined;
  return `Vercel stores up to 200 KB for a flag and everything it serves, and this value alone has ${bytes.toLocaleString("en-US")} bytes. Serve a reference to it.`;
}

function tooPrecise(text: string): string {
  return `Vercel stores numbers as JavaScript does (64 bit floating point), and would change ${text}. Use a string.`;
}
