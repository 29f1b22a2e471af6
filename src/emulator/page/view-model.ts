/** What the page shows of an emulator, in words of no platform. Everything here goes to the browser as JSON. */

export interface PageEnvironment {
  readonly id: string;
  readonly name: string;
}

export interface PageProject {
  readonly id: string;
  readonly name: string;
  readonly environments: readonly PageEnvironment[];
}

export interface PageFlag {
  readonly key: string;
  readonly description: string;
  readonly isArchived: boolean;
  /** One for each environment of the project, in their order. */
  readonly definitions: readonly PageDefinition[];
}

/** `absent`: the flag is not set up in this environment. */
type PageState = "on" | "off" | "killed" | "absent";

/** What a flag is in one environment. */
export interface PageDefinition {
  readonly state: PageState;
  /** The state in the platform's own word: "Paused". */
  readonly stateText: string;
  /** What everyone is served who is covered by no override and no rule; empty for nothing. */
  readonly serves: readonly PageServe[];
  /** In the order in which they apply. */
  readonly audiences: readonly PageAudience[];
  /** The number of audiences that are not listed. */
  readonly unlisted: number;
  readonly notes: readonly string[];
}

/** A value or a variant; with a share in percent where there are several. */
export interface PageServe {
  readonly text: string;
  readonly share?: number;
}

export interface PageAudience {
  readonly kind: "identity" | "segment" | "rule";
  /** The identity, the segment's name, or what the rule asks for. */
  readonly name: string;
  readonly isOn: boolean;
  readonly serves: readonly PageServe[];
}

type PageReasonKind =
  | "identity override"
  | "segment override"
  | "rule"
  | "split"
  | "default"
  | "off"
  | "killed"
  | "archived"
  | "not set up"
  | "fallback"
  | "error";

/** What one person gets of one flag. */
export interface PageAnswer {
  readonly flag: string;
  /** Whether the flag is on for this person; null where the platform knows only values. */
  readonly isOn: boolean | null;
  /** The value as an application gets it; undefined where it gets none and uses its own fallback. */
  readonly value?: unknown;
  readonly variant: string | null;
  /** Value and variant as the page shows them. */
  readonly text: string;
  readonly reason: { readonly kind: PageReasonKind; readonly text: string };
}

/** A person of the visitor's choosing. */
export interface PageQuestion {
  readonly project: string;
  readonly environment: string;
  readonly identity: string;
  readonly traits: Readonly<Record<string, PageTrait>>;
}

export type PageTrait = string | number | boolean | readonly string[];

/** One request to the emulated API, without any credential. */
export interface PageVisit {
  readonly time: string;
  readonly method: string;
  readonly path: string;
  /** 0 when the connection was dropped. */
  readonly status: number;
  readonly milliseconds: number;
  /** "feature new-checkout, environment production". */
  readonly resource: string;
  readonly fault?: string;
}

/** The answer of the page's own endpoint for flags. */
export interface PageFlags {
  readonly platform: string;
  /** What identity and traits mean on this platform. */
  readonly hints: { readonly identity: string; readonly traits: string };
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  /** The project asked for, or the first; null where there is none. */
  readonly project: PageProject | null;
  readonly flags: readonly PageFlag[];
  /** How many flags the search found; more than `flags` has when the list was cut. */
  readonly found: number;
}
