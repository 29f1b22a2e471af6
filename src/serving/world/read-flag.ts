import { type FlagValueKind } from "../../platforms/model/flag-value";
import { type Fact, known, mapFact, unknown } from "../fact";
import { readVariants } from "./read-serve";
import { readNumber, readSwitch, readText } from "./read-switch";
import { cellOf, member, type ResourceValues } from "./resource-values";
import type { WorldFlag } from "./world";

const KINDS: readonly string[] = ["boolean", "string", "integer", "number", "json"] satisfies FlagValueKind[];

/** A `flagform_feature_flag`. */
export function readFlag(resource: ResourceValues, key: string): WorldFlag {
  const cell = cellOf(resource);
  const whose = `flag ${JSON.stringify(key)}`;
  return {
    key,
    address: resource.address,
    type: typeOf(readText(member(cell, "type"), `the type of ${whose}`)),
    variants: readVariants(member(cell, "variants"), whose),
    archived: readSwitch(member(cell, "archived"), `whether ${whose} is archived`),
    seed: readNumber(member(member(cell, "vercel"), "seed"), `the seed of ${whose}`),
    context: readText(member(member(cell, "mixpanel"), "context"), `the context of ${whose}`),
  };
}

/** Without a type it is boolean. */
function typeOf(type: Fact<string>): Fact<FlagValueKind> {
  if (!type.known) return type.why === "unmanaged" ? known("boolean") : type;
  return mapFact(type, (each) => (KINDS.includes(each) ? (each as FlagValueKind) : "boolean"));
}

/** A flag that another stack has. */
export function undefinedFlag(key: string): WorldFlag {
  const elsewhere = unknown("elsewhere", `flag ${JSON.stringify(key)} is not among these resources`);
  const facts = { type: elsewhere, variants: elsewhere, archived: elsewhere, seed: elsewhere, context: elsewhere };
  return { key, address: null, ...facts };
}
