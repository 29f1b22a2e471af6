import type { HttpClient } from "../../../http/http-client";
import { EdgeClient } from "../api/edge-client";
import { OptionClient } from "../api/option-client";
import type { Environments } from "../environment/environments";
import type { FlagsmithContext } from "../run/context";
import type { CreationTurns } from "../run/creation-turns";
import type { CustomFields } from "./custom-fields";
import { FeatureLists } from "./feature-lists";
import { Flags } from "./flags";
import { VariantCache } from "./variant-cache";
import { VariantUses } from "./variant-uses";
import { Variants } from "./variants";

interface Parts {
  readonly context: FlagsmithContext;
  readonly http: HttpClient;
  readonly environments: Environments;
  readonly fields: CustomFields;
  readonly turns: CreationTurns;
}

/** The store of flags, and the lists and variants that it shares with definitions. */
export function createFlags({ context, http, environments, fields, turns }: Parts): {
  readonly flags: Flags;
  readonly lists: FeatureLists;
  readonly options: VariantCache;
} {
  const { client, environment } = context;
  const sweeps = environment.refresh === "sweep";
  const lists = new FeatureLists(client, sweeps ? (project) => environments.list(project) : undefined);
  const options = new VariantCache(client, lists);
  const uses = new VariantUses(context, new EdgeClient(http), (project) => environments.list(project));
  const variants = new Variants(new OptionClient(http, client), options, uses);
  return { flags: new Flags(context, lists, fields, variants, options, turns), lists, options };
}
