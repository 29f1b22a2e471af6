import type { Audience } from "../../platforms/model/audience";
import type { FlagValue } from "../../platforms/model/flag-value";
import type { Session } from "../session";
import { type Adopted, bodyAt } from "./adopted";

/** What the control shares of a definition get (Flagsmith), which no resource states: everyone's, and by the ids of segments. */
export interface OwnValues {
  readonly everyone: FlagValue | undefined;
  readonly segments: ReadonlyMap<string, FlagValue>;
}

/** From the sweeps that the lists have made already. By the import ids of definitions; only those with such a share. */
export async function ownValues(
  { client }: Session,
  definitions: readonly Adopted[],
): Promise<ReadonlyMap<string, OwnValues>> {
  const { platform } = client;
  const shared = definitions.filter(({ body }) => hasControl(body));
  if (shared.length === 0) return new Map();
  const project = await platform.project(null);
  const environments = byId(await platform.environments.list(project));
  const flags = byId(await platform.flags.list(project));
  const found = new Map<string, OwnValues>();
  for (const { ids, importId } of shared) {
    const environment = environments.get(ids["environment_id"] ?? "");
    const flag = flags.get(ids["flag_id"] ?? "");
    const definition = environment && flag && (await platform.definitions.sweep({ project, environment, flag }));
    if (!definition) continue;
    const segments = definition.segmentOverrides.flatMap(({ segmentId, ...audience }) => {
      const own = ownOf(audience);
      return own ? [[segmentId, own] as const] : [];
    });
    found.set(importId, { everyone: ownOf(definition), segments: new Map(segments) });
  }
  return found;
}

function byId<T extends { readonly id: string }>(things: readonly T[]): ReadonlyMap<string, T> {
  return new Map(things.map((each) => [each.id, each]));
}

function ownOf({ served }: Pick<Audience, "served">): FlagValue | undefined {
  return served.kind === "split" ? served.own : undefined;
}

function hasControl(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const split = bodyAt({ value }, "value")?.["split"];
  if (typeof split === "object" && split !== null && "control" in split) return true;
  return Object.values(value).some(hasControl);
}
