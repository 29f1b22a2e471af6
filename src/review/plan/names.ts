import type { Instance } from "./instance";
import type { References } from "./references";
import { isObject, textIn, type Values } from "./values";

/**
 * Definitions and overrides refer to a flag, an environment and a segment by name, by id, or by both, and a plan often knows only one of
 * them. Here each gets the one name that it has after the apply, so that what belongs together is found together.
 */

/** What a resource can refer to, and the attribute with its name. */
const PARENTS = {
  flag: { type: "flagform_feature_flag", name: "key" },
  environment: { type: "flagform_environment", name: "name" },
  segment: { type: "flagform_segment", name: "name" },
} as const;
type Parent = keyof typeof PARENTS;
const PARENT_NAMES = Object.keys(PARENTS) as readonly Parent[];

interface Known {
  readonly scope: string | undefined;
  readonly name: string;
}

export class Names {
  readonly #byId = new Map<string, Known[]>();

  constructor(
    instances: readonly Instance[],
    private readonly references: References,
  ) {
    // The first to say a name is right: what is managed and what was looked up, then what only refers to it.
    const sides = instances.flatMap(({ type, after, before }) => [after, before].map((values) => ({ type, values })));
    for (const { type, values } of sides)
      for (const parent of PARENT_NAMES)
        if (type === PARENTS[parent].type) this.#learn(parent, values, "id", PARENTS[parent].name);
    for (const { values } of sides) for (const parent of PARENT_NAMES) this.#learn(parent, values, `${parent}_id`, parent);
  }

  /** The values with the names of what they refer to, as far as the plan tells. */
  named(instance: Instance, values: Values | null): Values | null {
    if (values === null) return null;
    if (PARENT_NAMES.some((parent) => PARENTS[parent].type === instance.type)) return withLaterName(instance, values);
    const names = PARENT_NAMES.flatMap((parent) => {
      if (!Object.hasOwn(values, parent)) return [];
      const found = this.#nameOf(instance, values, parent);
      return found === undefined ? [] : [[parent, found] as const];
    });
    const renamed = { ...values, ...Object.fromEntries(names) };
    const overrides = values["segment_overrides"];
    return isObject(overrides) ? { ...renamed, segment_overrides: this.#renamed(values, overrides) } : renamed;
  }

  #nameOf(instance: Instance, values: Values, parent: Parent): string | undefined {
    const id = textIn(values, `${parent}_id`) ?? idIn(textIn(values, parent));
    const known = id === undefined ? undefined : this.#find(parent, id, textIn(values, "scope"));
    if (known !== undefined) return known;
    const own = textIn(values, parent);
    if (own !== undefined) return own;
    const { type, name } = PARENTS[parent];
    const target =
      this.references.target(instance, [`${parent}_id`], type) ?? this.references.target(instance, [parent], type);
    return target && textIn(target.after ?? target.before, name);
  }

  /** A map of overrides is by the names that the segments had. */
  #renamed(values: Values, overrides: Values): Values {
    const scope = textIn(values, "scope");
    const entries = Object.entries(overrides).map(([name, each]) => {
      const id = isObject(each) ? textIn(each, "segment_id") : undefined;
      return [(id !== undefined && this.#find("segment", id, scope)) || name, each] as const;
    });
    return Object.fromEntries(entries);
  }

  #learn(parent: Parent, values: Values | null, idAttribute: string, nameAttribute: string): void {
    const [id, name] = [textIn(values, idAttribute), textIn(values, nameAttribute)];
    if (id === undefined || name === undefined || idIn(name) !== undefined) return;
    const scope = textIn(values, "scope");
    const key = `${parent}:${id}`;
    const there = this.#byId.get(key);
    if (!there) this.#byId.set(key, [{ scope, name }]);
    else if (!there.some((each) => each.scope === scope)) there.push({ scope, name });
  }

  #find(parent: Parent, id: string, scope: string | undefined): string | undefined {
    const all = this.#byId.get(`${parent}:${id}`) ?? [];
    if (scope === undefined) return all.length === 1 ? all[0]?.name : undefined;
    return (all.find((each) => each.scope === scope) ?? all.find((each) => each.scope === undefined))?.name;
  }
}

/** What is renamed in place is one thing with one name. */
function withLaterName({ type, action, after }: Instance, values: Values): Values {
  const name = action === "update" && type !== PARENTS.flag.type ? textIn(after, "name") : undefined;
  return name === undefined ? values : { ...values, name };
}

/** `id:<id>` in the place of a name. */
function idIn(name: string | undefined): string | undefined {
  return name?.startsWith("id:") ? name.slice("id:".length) : undefined;
}
