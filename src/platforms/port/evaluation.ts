import type { FlagValue } from "../model/flag-value";
import type { IdentityPlace, TraitValue } from "./identity-store";

/** Who asks: an identity with traits; without an identifier, anybody. Nothing of it is kept. */
export interface Asker {
  readonly identifier: string | null;
  readonly traits: ReadonlyMap<string, TraitValue>;
}

/** What an application gets of a flag. */
export interface EvaluatedFlag {
  readonly enabled: boolean;
  readonly value: FlagValue | null;
}

/** Platforms that tell over their API what somebody is served. */
export interface Evaluator {
  /** By the flag's key. */
  evaluate(place: IdentityPlace, asker: Asker): Promise<ReadonlyMap<string, EvaluatedFlag>>;
}
