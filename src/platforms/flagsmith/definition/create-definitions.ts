import type { Clock } from "../../../http/clock";
import type { DefinitionUnit } from "../../port/definition";
import type { FeatureLists } from "../flag/feature-lists";
import type { VariantCache } from "../flag/variant-cache";
import type { FlagsmithConfig } from "../run/config";
import type { FlagsmithContext } from "../run/context";
import type { StoredState } from "../state/definition";
import { UnitMemories } from "../state/unit-memory";
import { createWriteApi } from "../write-api/create-write-api";
import { Definitions } from "./definitions";
import { FlagWriter } from "./flag-writer";
import { Sweep } from "./sweep";

interface Parts {
  readonly context: FlagsmithContext;
  readonly config: FlagsmithConfig;
  readonly lists: FeatureLists;
  readonly options: VariantCache;
  isNew(unit: DefinitionUnit): boolean;
  afterWrite(unit: DefinitionUnit): Promise<readonly string[]>;
  readonly clock: Clock;
}

/** The store of definitions, and what identities share with it: the sweep, and what one inherits. */
export function createDefinitions({ context, config, lists, options, isNew, afterWrite, clock }: Parts): {
  readonly definitions: Definitions;
  readonly swept: Sweep;
  inherited(unit: DefinitionUnit): Promise<StoredState | undefined>;
} {
  const api = createWriteApi(context, config);
  const swept = new Sweep(context, lists, options);
  const writer = new FlagWriter(api, swept, options, new UnitMemories(isNew), afterWrite);
  return {
    definitions: new Definitions(api, swept, options, writer, clock),
    swept,
    inherited: (unit) => api.read(unit),
  };
}
