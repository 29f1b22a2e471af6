import type { FlagValue } from "../../model/flag-value";
import type { IdentityPlace, TraitValue } from "./identity-store";

/** The identity to evaluate, with traits; without an identifier, anonymous. Nothing is stored. */
export interface Asker {
  readonly identifier: string | null;
  readonly traits: ReadonlyMap<string, TraitValue>;
}

/** What an application gets for a flag. */
export interface EvaluatedFlag {
  readonly enabled: boolean;
  readonly value: FlagValue | null;
}

/** For platforms whose API evaluates flags for an identity. */
export interface Evaluator {
  /** By the flag's key. */
  evaluate(place: IdentityPlace, asker: Asker): Promise<ReadonlyMap<string, EvaluatedFlag>>;
}
