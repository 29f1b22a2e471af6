import { type Fact, known, unknown, valueOr } from "../fact";
import { readConditions } from "./read-rules";
import { readText, readTexts } from "./read-switch";
import { cellOf, member, type ResourceValues, textIn } from "./resource-values";
import type { WorldSegment } from "./world";

/** A `flagform_segment`; undefined where its name is not known. */
export function readSegment(resource: ResourceValues): WorldSegment | undefined {
  const cell = cellOf(resource);
  const name = textIn(cell, "name");
  if (name === null) return undefined;
  const whose = `segment ${JSON.stringify(name)}`;
  const rules = readConditions(member(cell, "rules"), whose);
  return {
    name,
    address: resource.address,
    id: readText(member(cell, "id"), `the id of ${whose}`),
    rules: orUnmanaged(rules, `the conditions of ${whose} are not managed here`),
    identities: readTexts(member(cell, "identities"), `the list of ${whose}`),
    excluded: valueOr(readTexts(member(member(cell, "vercel"), "excluded"), whose), []),
    kind: kindOf(textIn(member(cell, "split"), "kind"), rules),
  };
}

function orUnmanaged<T>(fact: Fact<T | null>, because: string): Fact<T> {
  if (!fact.known) return fact;
  return fact.value === null ? unknown("unmanaged", because) : known(fact.value);
}

/** As it is created where the configuration does not say. */
function kindOf(kind: string | null, rules: Fact<readonly unknown[] | null>): WorldSegment["kind"] {
  if (kind === "large" || kind === "rule_based" || kind === "standard") return kind;
  return valueOr(rules, null)?.length ? "rule_based" : "standard";
}
