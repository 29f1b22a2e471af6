import type { NamesUsed } from "../stack/names-used";

/** A platform in memory, with what a stack takes to be there. */
export interface Place {
  /** What the provider block says instead of the credentials and hosts that it has. */
  readonly block: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

export interface Wanted {
  readonly names: NamesUsed;
  /** The provider block as the stack has it. */
  readonly block: Readonly<Record<string, unknown>>;
  /** The project by name, where the block says one. */
  readonly project: string;
  readonly now: () => Date;
}

export type StartPlace = (wanted: Wanted) => Promise<Place>;
