import type { HttpHooks } from "../../http/http-options";

/** How a platform is made: its own configuration, then what every platform needs. */
export interface PlatformEnvironment {
  readonly signal: AbortSignal;
  /** Aborted when another configuration takes this one's place: connections are closed once the calls under way are over. */
  readonly replaced?: AbortSignal;
  log(level: "debug" | "info" | "warn", message: string, fields?: Readonly<Record<string, string | number>>): void;
  /** Says something of the run as a whole where people see it, and it stays. */
  notice?(summary: string, detail: string): void;
  /** "exact" reads everything exactly instead of sweeping first. */
  readonly refresh: "sweep" | "exact";
}

/** What tests turn in a platform: the clock it waits by, and a look at each request. */
export type PlatformHooks = HttpHooks;
