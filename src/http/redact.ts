/**
 * Returns a function that blots the secrets out of any text, also as a server that repeats what it was sent would spell them.
 * Short ones are left alone: they would blot half the text.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const spelled = secrets.filter((secret) => secret.length >= 6).flatMap(spellings);
  if (spelled.length === 0) return (text) => text;
  const longestFirst = [...new Set(spelled)].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(longestFirst.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
  return (text) => text.replace(pattern, "[redacted]");
}

/**
 * The secrets in request headers: each value, each word of it ("Api-Key xyz" hides "xyz" too), and what basic authentication
 * wraps: the pair, and the password by itself.
 */
export function secretsOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers).flatMap((value) => [value, ...value.split(" ").slice(1), ...basicPair(value)]);
}

function basicPair(value: string): string[] {
  const wrapped = /^Basic (\S+)$/.exec(value)?.[1];
  if (wrapped === undefined) return [];
  const pair = Buffer.from(wrapped, "base64").toString();
  return [pair, pair.slice(pair.indexOf(":") + 1)];
}

function spellings(secret: string): string[] {
  const base64 = Buffer.from(secret).toString("base64").replace(/=+$/, "");
  const html = secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    ...encoded(secret),
    json,
    html,
    base64,
    base64.replace(/\+/g, "-").replace(/\//g, "_"),
    ...encoded(base64),
  ];
}

/** As part of an address, and as a form says it. */
function encoded(text: string): string[] {
  // Half a pair of surrogates is nothing that an address could hold.
  const part = encodeURIComponent(Buffer.from(text).toString());
  return [part, part.replace(/%20/g, "+")];
}

/** The same JSON value with every string in it redacted. */
export function redactLeaves(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactLeaves(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), redactLeaves(item, redact)]));
}
