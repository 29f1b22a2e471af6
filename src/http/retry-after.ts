/** Milliseconds that a Retry-After header asks for (seconds or a date); undefined where it says nothing usable. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const FIRST = 500;
const LONGEST = 30_000;

/** Exponential backoff: half of it fixed, half of it jitter, so that ten waiting requests do not come back as one. */
export function backoff(attempt: number, random: number): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
