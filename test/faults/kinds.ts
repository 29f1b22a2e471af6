import type { FaultSpec } from "../../src/emulator/wire/fault";

/** Each way in which one request, or all from one on, can fail. */
export type Kind =
  | { readonly name: string; readonly fault: FaultSpec }
  /** Somebody else writes between two requests. */
  | { readonly name: string; readonly fault: "writer" };

const WHEN = ["before", "after"] as const;

/** Longer than any test: the client gives up first. */
const FOREVER = 600_000;

/** In the form of each platform. Without a body it would be the page of a firewall, which is asked again. */
const REFUSED = {
  detail: "No permission.",
  message: "No permission.",
  error: { code: "forbidden", message: "No permission." },
};

export const KINDS: readonly Kind[] = [
  { name: "429 that says when", fault: { kind: "throttle", retryAfter: 7 } },
  { name: "429 that says nothing", fault: { kind: "throttle" } },
  ...[500, 502, 503, 504].flatMap((status) =>
    WHEN.map((commit): Kind => ({ name: `${status} ${commit} it was done`, fault: { kind: "status", status, commit } })),
  ),
  ...WHEN.map((commit): Kind => ({ name: `a connection dropped ${commit} it was done`, fault: { kind: "drop", commit } })),
  { name: "403", fault: { kind: "status", status: 403, body: REFUSED } },
  { name: "a body cut short", fault: { kind: "truncate" } },
  { name: "a page of a proxy", fault: { kind: "html" } },
  { name: "silence", fault: { kind: "delay", milliseconds: FOREVER } },
  { name: "an answer that is late: what was there before", fault: { kind: "stale" } },
  { name: "another writer", fault: "writer" },
  { name: "a permission that is gone from there on", fault: { kind: "status", status: 403, body: REFUSED, times: 0 } },
  { name: "a server that is down from there on", fault: { kind: "status", status: 503, times: 0 } },
  { name: "a server that breaks from there on", fault: { kind: "status", status: 500, commit: "after", times: 0 } },
  { name: "a network that is gone from there on", fault: { kind: "drop", commit: "after", times: 0 } },
];
