import type { HttpClient } from "../../../http/http-client";
import type { Environment } from "../../port/environment";
import type { Directory, Project } from "../../port/named";
import { EdgeClient } from "../api/edge-client";
import { OptionClient } from "../api/option-client";
import type { FlagsmithContext } from "../run/context";
import { FeatureLists } from "./feature-lists";
import { VariantCache } from "./variant-cache";
import { VariantUses } from "./variant-uses";
import { Variants } from "./variants";

interface Parts {
  readonly context: FlagsmithContext;
  readonly http: HttpClient;
  readonly environments: Directory<Environment>;
}

/** The variants of flags, and the lists that contain them. */
export function createVariants({ context, http, environments }: Parts): {
  readonly lists: FeatureLists;
  readonly options: VariantCache;
  readonly variants: Variants;
} {
  const { client, environment } = context;
  const all = (project: Project): Promise<readonly Environment[]> => environments.list(project);
  const lists = new FeatureLists(client, environment.refresh === "sweep" ? all : undefined);
  const options = new VariantCache(client, lists);
  const uses = new VariantUses(context, new EdgeClient(http), all);
  return { lists, options, variants: new Variants(new OptionClient(http, client), options, uses) };
}
