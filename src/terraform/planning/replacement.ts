import type { Path } from "../diagnostic";
import type { Attributes, Type } from "../schema";
import { isWhollyKnown } from "../value";
import { declared } from "../values/declared";
import type { Values } from "../values/decode";
import { member, sameValue } from "../values/equality";

/**
 * The paths of changed attributes that are declared `replace`. An unknown value replaces nothing, because it may turn out to
 * be the same; neither does a value that was null (an import could not know it) or becomes null (it is no longer managed).
 * Inside collections an attribute counts if its object existed before.
 */
export function replacedPaths(attributes: Attributes, prior: Values, planned: Values, at: Path = []): Path[] {
  const paths: Path[] = [];
  for (const { name, attribute } of declared(attributes)) {
    const [before, after] = [member(prior, name), member(planned, name)];
    if (attribute.replace && isChanged(attribute.type, before, after)) paths.push([...at, name]);
    else if (isContainer(before) && isContainer(after)) paths.push(...within(attribute.type, before, after, [...at, name]));
  }
  return paths;
}

function isChanged(type: Type, before: unknown, after: unknown): boolean {
  return before !== null && after !== null && !sameValue(type, before, after) && isWhollyKnown(after);
}

function within(type: Type, before: unknown, after: unknown, path: Path): Path[] {
  if (!isContainer(before) || !isContainer(after)) return [];
  if (type.kind === "object") return replacedPaths(type.attributes, before, after, path);
  if (type.kind !== "list" && type.kind !== "map") return [];
  return Object.keys(after).flatMap((key) =>
    within(type.element, member(before, key), member(after, key), [...path, type.kind === "list" ? Number(key) : key]),
  );
}

function isContainer(value: unknown): value is Values {
  return typeof value === "object" && value !== null;
}
