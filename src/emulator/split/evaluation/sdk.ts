/** The vendor's SDKs, which differ on attributes that are absent or of another type. */
export const SDKS = ["javascript", "python", "go", "php", "java", "dotnet", "android"] as const;
export type Sdk = (typeof SDKS)[number];

const NEGATE_NOTHING: ReadonlySet<Sdk> = new Set(["java", "dotnet", "android"]);

/** An absent attribute matches nothing; in these SDKs a negated matcher does not match it either. */
export function negatesNothing(sdk: Sdk): boolean {
  return NEGATE_NOTHING.has(sdk);
}

/**
 * The value as text for string matchers, undefined if there is none. The JavaScript SDK converts almost everything to
 * text.
 */
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
