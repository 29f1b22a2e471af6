import type { Clock } from "../../../http/clock";
import type { DefinitionUnit } from "../../port/definition";
import type { FeatureLists } from "../flag/feature-lists";
import type { VariantCache } from "../flag/variant-cache";
import type { FlagsmithConfig } from "../run/config";
import type { FlagsmithContext } from "../run/context";
import { createWriteApi } from "../write-api/create-write-api";
import { Definitions } from "./definitions";
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

/** The store of definitions, and the sweep that identities share with it. */
export function createDefinitions({ context, config, lists, options, isNew, afterWrite, clock }: Parts): {
  readonly definitions: Definitions;
  readonly swept: Sweep;
} {
  const swept = new Sweep(context, lists, options);
  return { definitions: new Definitions(createWriteApi(context, config), swept, isNew, options, afterWrite, clock), swept };
}
