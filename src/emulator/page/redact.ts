const MASK = "[redacted]";
/** Shorter credentials than this could be part of any word: they are masked only where they stand alone. */
const SHORTEST = 8;
const SECRET_NAME = /token|key|secret|passw|auth|credential|signature|^sig$/i;

/** A path with its query, without credentials that it may contain. */
export function redactPath(target: string, credentials: readonly string[]): string {
  // A presigned address is a credential from there on.
  if (target.startsWith("/uploads/")) return `/uploads/${MASK}`;
  const cut = target.indexOf("?");
  const parts = (cut < 0 ? target : target.slice(0, cut)).split("/").map((each) => redact(each, credentials));
  if (cut < 0) return parts.join("/");
  const pairs = target.slice(cut + 1).split("&");
  return `${parts.join("/")}?${pairs.map((each) => redactPair(each, credentials)).join("&")}`;
}

/** A text in which no credential is left, as it is or percent-encoded. */
export function redact(text: string, credentials: readonly string[]): string {
  for (const reading of [text, decoded(text), decoded(text.replaceAll("+", " "))]) {
    const held = credentials.filter((each) => each === reading || (each.length >= SHORTEST && reading.includes(each)));
    if (held.length > 0) return held.reduce((rest, each) => rest.replaceAll(each, MASK), reading);
  }
  return text;
}

function redactPair(pair: string, credentials: readonly string[]): string {
  const cut = pair.indexOf("=");
  if (cut < 0) return redact(pair, credentials);
  const name = pair.slice(0, cut);
  const value = SECRET_NAME.test(decoded(name)) ? MASK : redact(pair.slice(cut + 1), credentials);
  return `${redact(name, credentials)}=${value}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
