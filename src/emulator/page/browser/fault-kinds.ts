/** The faults that the page offers; the control endpoint knows more. */
export const FAULT_KINDS: readonly { readonly text: string; readonly fault: Readonly<Record<string, string | number>> }[] = [
  { text: "429, with a time to wait", fault: { kind: "throttle", retryAfter: 1 } },
  { text: "429, without a time to wait", fault: { kind: "throttle" } },
  { text: "500, and nothing was written", fault: { kind: "status", status: 500, commit: "before" } },
  { text: "503, but it was written", fault: { kind: "status", status: 503, commit: "after" } },
  { text: "403, not permitted", fault: { kind: "status", status: 403, commit: "before" } },
  { text: "Connection dropped, and nothing was written", fault: { kind: "drop", commit: "before" } },
  { text: "Connection dropped, but it was written", fault: { kind: "drop", commit: "after" } },
  { text: "The answer breaks off in the middle", fault: { kind: "truncate" } },
  { text: "The answer takes 5 seconds", fault: { kind: "delay", milliseconds: 5000 } },
  { text: "A proxy's page instead of the answer", fault: { kind: "html", status: 200 } },
  { text: "Reads answer what was true when the fault was set", fault: { kind: "stale" } },
];

/** The words for a fault, also for one that the page did not set. */
export function faultWords(fault: object): string {
  const given = new Map<string, unknown>(Object.entries(fault));
  const fits = FAULT_KINDS.filter((each) => Object.entries(each.fault).every(([name, value]) => given.get(name) === value));
  // Of two that fit, the one that says more.
  const [best] = fits.sort((one, other) => Object.keys(other.fault).length - Object.keys(one.fault).length);
  return best?.text ?? String(given.get("kind"));
}
