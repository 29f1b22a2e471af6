import type { Inventory } from "../../../src/adopt/inventory/adopted";
import { together } from "../../../src/adopt/plan/parts";
import { adoptFrom } from "../../support/adopting";
import { applyAndCompare } from "./apply-and-compare";
import type { Compared } from "./compare";
import type { Place } from "./places";

/** A project and its copy in another project of the same platform: what the comparison is tried on. */

type Resources = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;

export interface Copied {
  readonly from: Place;
  readonly source: Inventory;
  readonly resources: Resources;
}

export async function copied(from: Place): Promise<Copied> {
  const choice = { environments: Object.keys(from.environments), identities: true, format: "hcl" } as const;
  const { adopted } = await adoptFrom(from.workbench, choice, from.parts);
  const { resource } = together(adopted.parts()) as { readonly resource: Resources };
  return { from, source: adopted.inventory, resources: resource };
}

export async function copyTo(
  to: Place,
  { from, source, resources }: Copied,
  environments: ReadonlyMap<string, string>,
  edit: (unit: string, definition: Record<string, unknown>) => void,
): Promise<Compared> {
  const edited = structuredClone(resources);
  // By its seed, a flag of Vercel gives everybody the share that they had.
  for (const each of Object.values(edited["flagform_feature_flag"] ?? {})) delete each["vercel"];
  for (const each of Object.values(edited["flagform_environment_definition"] ?? {})) {
    const name = /flag\.(.*)\.key}$/.exec(String(each["flag"]))?.[1] ?? "";
    const { key } = edited["flagform_feature_flag"]?.[name] ?? {};
    edit(`${String(each["environment"])}/${String(key)}`, each);
  }
  return applyAndCompare({ from, to, environments }, source, edited);
}
