import type { Clock } from "../../../http/clock";
import type { HttpClient } from "../../../http/http-client";
import type { DefinitionUnit } from "../../port/definition";
import type { Sweep } from "../definition/sweep";
import type { VariantCache } from "../flag/variant-cache";
import type { FlagsmithContext } from "../run/context";
import type { StoredState } from "../state/definition";

export interface IdentityParts {
  readonly context: FlagsmithContext;
  readonly http: HttpClient;
  /** The applications' endpoint for identities at the edge. */
  readonly edgeHttp: HttpClient;
  readonly clock: Clock;
  readonly swept: Sweep;
  /** What an identity gets from a flag that it does not override. */
  inherited(unit: DefinitionUnit): Promise<StoredState | undefined>;
  readonly options: VariantCache;
  /** Called after a write: a variant may have lost its last use. */
  afterWrite(unit: DefinitionUnit): Promise<readonly string[]>;
}
