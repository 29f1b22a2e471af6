import type { HttpHooks } from "../../http/http-options";

/** Creates a platform from its own configuration and what every platform needs. */
export interface PlatformEnvironment {
  readonly signal: AbortSignal;
  /** Aborted when another configuration takes this one's place: connections are closed once the calls under way are over. */
  readonly replaced?: AbortSignal;
  log(level: "debug" | "info" | "warn", message: string, fields?: Readonly<Record<string, string | number>>): void;
  /** Whether anybody sees lines of the level; absent, all are seen. */
  isLogged?(level: "debug" | "info" | "warn"): boolean;
  /** Shows a warning about the whole run to the user. */
  notice?(summary: string, detail: string): void;
  /** "exact" reads everything exactly instead of sweeping first. */
  readonly refresh: "sweep" | "exact";
}

/** What tests replace in a platform: its clock, and an observer of each request. */
export type PlatformHooks = HttpHooks;
