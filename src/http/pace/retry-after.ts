/** Milliseconds that a Retry-After header asks for (seconds or a date); undefined where it says nothing usable. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,12}(\.\d{1,12})?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // Some engines read "-5" as a date.
  if (!/[a-z]/i.test(text)) return undefined;
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

/**
 * How long to wait before the next try: as long as the host asks, and never less than the backoff, for a host whose clock is late
 * (or that says 0) would be stormed.
 */
export function waitBefore(attempt: number, random: number, asked: number | undefined): number {
  return Math.max(asked ?? 0, backoff(attempt, random));
}

/** Nobody watches a pipeline for longer. */
export const LONGEST_WAIT = 3_600_000;
