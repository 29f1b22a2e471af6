/** The vendor's SDKs, which do not agree on what is not known: an attribute that is absent, or of another type. */
export const SDKS = ["javascript", "python", "go", "php", "java", "dotnet", "android"] as const;
export type Sdk = (typeof SDKS)[number];

const NEGATE_NOTHING: ReadonlySet<Sdk> = new Set(["java", "dotnet", "android"]);

/** An absent attribute matches nothing; here the opposite of a matcher does not hold of it either, elsewhere it does. */
export function negatesNothing(sdk: Sdk): boolean {
  return NEGATE_NOTHING.has(sdk);
}

/** What matchers of texts look at; undefined is nothing to look at. JavaScript makes a text of almost everything. */
export function textOf(value: unknown, sdk: Sdk): string | undefined {
  if (sdk !== "javascript") return typeof value === "string" ? value : undefined;
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return nonEmpty(value.map((each) => (typeof each === "string" ? each : "")).join(","));
  return typeof value === "object" ? undefined : nonEmpty(String(value as string | number | boolean));
}

export function numberOf(value: unknown, sdk: Sdk): number {
  if (sdk === "javascript") return Number(value);
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
}

function nonEmpty(text: string): string | undefined {
  return text === "" ? undefined : text;
}
