import { environmentDefinition } from "../../resources/environment-definition/environment-definition";
import { featureFlag } from "../../resources/feature-flag/feature-flag";
import { environmentDefinitionList } from "../../resources/lists/environment-definition-list";
import { featureFlagList } from "../../resources/lists/feature-flag-list";
import { segmentList } from "../../resources/lists/segment-list";
import type { Client } from "../../resources/run/client";
import { segment } from "../../resources/segment/segment";
import type { ResourceDefinition } from "../../terraform/resource";
import type { Attributes } from "../../terraform/schema";
import type { ProviderBlock, Session } from "../session";
import { type Adopted, bodyAt, FLAG, type Inventory, SEGMENT, textAt } from "./adopted";
import { type Written, writtenOf } from "./bodies";
import { importIdOf } from "./import-ids";
import { type OverrideMode, overridesApart, withOverrides } from "./overrides";
import { Seen, type Shown } from "./seen";

/** Which part of a project is adopted, and how. */
export interface Choice {
  /** Names; none: all. */
  readonly environments: readonly string[];
  /** Keys, in which `*` stands for any text; none: all. */
  readonly flags: readonly string[];
  readonly overrides: OverrideMode;
  readonly identities: boolean;
}

/** Everything that the lists show of the chosen part of a project. */
export async function takeInventory(session: Session, choice: Choice, progress: (text: string) => void): Promise<Inventory> {
  const seen = new Seen(session, progress);
  const flags = new Map<string, Adopted>();
  for (const config of choice.flags.length === 0 ? [{}] : choice.flags.map((name_pattern) => ({ name_pattern })))
    for await (const [shown, written] of described(seen, featureFlagList, config, "flag", featureFlag))
      flags.set(textAt(shown.state, "id") ?? "", adoptedFlag(shown, written));
  const segments: (readonly [Shown, Written])[] = [];
  for await (const each of described(seen, segmentList, {}, "segment", segment)) segments.push(each);
  const definitions: Adopted[] = [];
  const overrides: Adopted[] = [];
  for (const config of unitFilters(choice, flags)) {
    const shown = described(seen, environmentDefinitionList, config, "definition", environmentDefinition);
    for await (const [each, written] of shown) {
      if (!flags.has(textAt(each.state, "flag_id") ?? "")) continue;
      definitions.push(withOverrides(each, written, choice));
      overrides.push(...overridesApart(each, written.body, choice));
    }
  }
  seen.requireRead(choice.environments);
  return {
    flags: [...flags.values()].sort(byName),
    segments: adoptedSegments(segments, choice.flags.length > 0 ? flags : undefined),
    definitions,
    overrides,
    leftOut: seen.leftOut,
    notes: seen.notes,
  };
}

/** By a pattern, only what is asked for is read; without one, everything is. */
function unitFilters({ environments, flags: patterns }: Choice, flags: ReadonlyMap<string, Adopted>): ProviderBlock[] {
  const where = environments.length === 0 ? [{}] : environments.map((environment) => ({ environment }));
  const which = patterns.length === 0 ? [{}] : [...flags.keys()].map((id) => ({ flag: `id:${id}` }));
  return where.flatMap((environment) => which.map((flag) => ({ ...environment, ...flag })));
}

type AnyResource = ResourceDefinition<Attributes, Client>;

/**
 * What a list shows, with the configuration for each. What no configuration takes over is left out. One after the other: the states of all
 * take much memory.
 */
async function* described(
  seen: Seen,
  list: Parameters<Session["list"]>[0],
  config: ProviderBlock,
  noun: string,
  resource: AnyResource,
): AsyncGenerator<readonly [Shown, Written]> {
  for await (const shown of seen.list(list, config, noun)) {
    const written = await writtenOf(resource, shown.state, seen.client);
    if (written.refused === undefined) yield [shown, { ...written, notes: [...shown.notes, ...written.notes] }];
    else seen.leave(`${noun} ${shown.name}`, written.refused);
  }
}

function byName(one: Adopted, other: Adopted): number {
  return one.displayName < other.displayName ? -1 : one.displayName > other.displayName ? 1 : 0;
}

function adoptedFlag({ name: shown, state }: Shown, { body, notes }: Written): Adopted {
  const [id, name] = [textAt(state, "id") ?? "", textAt(state, "key") ?? shown];
  return {
    type: FLAG,
    displayName: name,
    ids: { flag_id: id },
    importId: importIdOf({ name, id }),
    exists: true,
    body,
    notes,
  };
}

/** With `flags`, only those segments that belong to one of them: the others may be used by flags that are not adopted. */
function adoptedSegments(
  shown: readonly (readonly [Shown, Written])[],
  flags: ReadonlyMap<string, Adopted> | undefined,
): readonly Adopted[] {
  // The lists show things of one name with their ids.
  const nameOf = ({ name, state }: Shown): string => textAt(state, "name") ?? name;
  const times = new Map<string, number>();
  for (const [each] of shown) times.set(nameOf(each), (times.get(nameOf(each)) ?? 0) + 1);
  return shown.flatMap(([each, { body, notes }]): Adopted[] => {
    const { state } = each;
    const [id, name] = [textAt(state, "id") ?? "", nameOf(each)];
    const flag = textAt(bodyAt(state, "flagsmith") ?? {}, "flag_id");
    if (flags && !(flag !== undefined && flags.has(flag))) return [];
    const importId = importIdOf({ name, id, isShared: (times.get(name) ?? 0) > 1 });
    const ids = { segment_id: id, ...(flag !== undefined && { flag_id: flag }) };
    return [{ type: SEGMENT, displayName: name, ids, importId, exists: true, body, notes }];
  });
}
