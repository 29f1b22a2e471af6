/** Milliseconds that a Retry-After header asks for (seconds or a date); undefined if it has no usable value. */
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

/** Exponential backoff: half of it fixed, half of it jitter, so that ten waiting requests do not retry at the same time. */
function backoff(attempt: number, random: number): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}

/**
 * How long to wait before the next try: as long as the host asks, but at least the backoff, so that a host whose clock is
 * late (or that sends 0) is not flooded.
 */
export function waitBefore(attempt: number, random: number, asked: number | undefined): number {
  return Math.max(asked ?? 0, backoff(attempt, random));
}

/** No one watches a pipeline for longer. */
export const LONGEST_WAIT = 3_600_000;
