/** Returns a function that blots the secrets out of any text. Short ones are left alone: they would blot half the text. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const long = secrets.filter((secret) => secret.length >= 6).sort((one, other) => other.length - one.length);
  return (text) => long.reduce((clean, secret) => clean.split(secret).join("[redacted]"), text);
}

/** The secrets in request headers: each value, and each word of it ("Api-Key xyz" hides "xyz" too). */
export function secretsOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers).flatMap((value) => [value, ...value.split(" ").slice(1)]);
}

/** The same JSON value with every string in it redacted. */
export function redactLeaves(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactLeaves(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), redactLeaves(item, redact)]));
}
