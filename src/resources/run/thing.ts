import type { KnownParents, Noun, ParentReference } from "../parents/known-parents";
import type { UnitNames } from "./unit-names";

/** An object that can be owned. */
export type Thing =
  | {
      readonly kind: "flag" | "environment" | "segment" | "project";
      readonly project: string | null;
      readonly name: string;
      /** If it exists: another one may have the same name, or one that differs in case. */
      readonly id?: string | null | undefined;
    }
  | ({ readonly kind: "identity"; readonly item: string } & InEnvironment)
  | ({ readonly kind: "definition" | "segment overrides" | "identity overrides" } & UnitNames)
  | ({ readonly kind: "segment override"; readonly item: string | null; readonly item_id: string | null } & UnitNames)
  | ({ readonly kind: "identity override"; readonly item: string } & UnitNames);

type InEnvironment = Pick<UnitNames, "project" | "environment" | "environment_id">;

/** The place of a definition or an override: the ids of its environment and flag, and of the segment or the identifier. */
export type Place = readonly ["definition" | "segment override" | "identity override" | "identity", string, string, string?];

export function isNamed(thing: Thing): thing is Extract<Thing, { readonly name: string }> {
  return "name" in thing;
}

/** The parents that a thing refers to. */
export function parentsOf(thing: Thing): readonly { readonly noun: Noun; readonly reference: ParentReference }[] {
  if (isNamed(thing)) return [];
  const { environment: name, environment_id: id } = thing;
  const environment = { noun: "environment", reference: { name, id } } as const;
  if (thing.kind === "identity") return [environment];
  const flag = { noun: "flag", reference: { name: thing.flag, id: thing.flag_id } } as const;
  if (thing.kind !== "segment override") return [environment, flag];
  return [environment, flag, { noun: "segment", reference: { name: thing.item, id: thing.item_id } }];
}

/** The same key for all spellings of one object: by the ids of its parents, if they are known. */
export function keyOf(thing: Thing, parents: KnownParents): string {
  const { kind, project } = thing;
  if (isNamed(thing)) return JSON.stringify([project, kind, thing.name.toLowerCase(), ...(thing.id ? [thing.id] : [])]);
  const { environment: name, environment_id: id } = thing;
  const environment = parents.refer("environment", project, { name, id });
  if (thing.kind === "identity") return JSON.stringify([project, kind, environment, thing.item]);
  const flag = parents.refer("flag", project, { name: thing.flag, id: thing.flag_id });
  return JSON.stringify([project, environment, flag, kind, itemOf(thing, parents)]);
}

function itemOf(thing: Thing, parents: KnownParents): string | null {
  if (thing.kind === "identity override") return thing.item;
  if (thing.kind !== "segment override") return null;
  return parents.refer("segment", thing.project, { name: thing.item, id: thing.item_id });
}

interface WithId {
  readonly id: string;
}

interface Unit {
  readonly environment: WithId;
  readonly flag: WithId;
}

export function definitionAt({ environment, flag }: Unit): Place {
  return ["definition", environment.id, flag.id];
}

/** `target`: the segment's id, or the identifier. */
export function overrideAt(noun: "segment" | "identity", { environment, flag }: Unit, target: string): Place {
  return [`${noun} override`, environment.id, flag.id, target];
}
