/** A host's remaining budget: this many requests until then (milliseconds from now). */
export interface RateWindow {
  readonly remaining: number;
  readonly milliseconds: number;
}

/** Remaining, then reset. A reset is in seconds, from now or (if it is large) since the epoch. */
const HEADERS: readonly (readonly [remaining: string, reset: string])[] = [
  // Split counts per organisation and per address.
  ["x-ratelimit-remaining-org", "x-ratelimit-reset-seconds-org"],
  ["x-ratelimit-remaining-ip", "x-ratelimit-reset-seconds-ip"],
  ["x-ratelimit-remaining", "x-ratelimit-reset"],
  ["ratelimit-remaining", "ratelimit-reset"],
];

const EPOCH = 1_000_000_000;
/** Windows are given in whole seconds. */
const RESOLUTION = 1000;

/**
 * The tightest window: the one with the fewest requests left, and among equals the longest. Undefined if no header has one.
 */
export function rateWindow(header: HeaderOf, now: number): RateWindow | undefined {
  return windowsOf(header, now).sort(
    (one, other) => one.remaining - other.remaining || other.milliseconds - one.milliseconds,
  )[0];
}

/** How long to wait after a refusal without Retry-After: until all windows in its headers have passed. */
export function resetAfter(header: HeaderOf, now: number): number | undefined {
  const waits = windowsOf(header, now).map(({ milliseconds }) => milliseconds);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

type HeaderOf = (name: string) => string | undefined;

function windowsOf(header: HeaderOf, now: number): RateWindow[] {
  return HEADERS.flatMap(([remainingName, resetName]) => {
    const [remaining, reset] = [numberOf(header(remainingName)), numberOf(header(resetName))];
    if (remaining === undefined || reset === undefined) return [];
    const milliseconds = (reset > EPOCH ? Math.max(0, reset * 1000 - now) : reset * 1000) + RESOLUTION;
    return [{ remaining, milliseconds }];
  });
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
