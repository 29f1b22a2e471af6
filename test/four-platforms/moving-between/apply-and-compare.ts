import { allOf, type Body, bodyAt, type Inventory, textAt } from "../../../src/adopt/inventory/adopted";
import { Decimal } from "../../../src/terraform/value";
import type { Driver } from "../../../src/testing/driver";
import { compare, type Compared, type Excuses, type Unit } from "./compare";
import { peopleNear } from "./people";
import { askingAt, type Place } from "./places";
import { type Side, valueOf } from "./same";

export interface Move {
  readonly from: Place;
  readonly to: Place;
  /** The source's environments, with their names on the target. */
  readonly environments: ReadonlyMap<string, string>;
  /** Those of whom no resource knows, such as members of a cohort. */
  readonly people?: readonly string[];
}

const PEOPLE = 200;

/** What a move says of itself: where something is lost for anybody, and who is treated otherwise. */
interface Listed extends Excuses {
  readonly isLost?: (unit: Unit) => boolean;
}

/** Applies resources to the target, and compares what it serves with the source, from which they were made. */
export async function applyAndCompare(
  move: Move,
  source: Inventory,
  resource: object,
  { isLost, ...listed }: Listed = {},
): Promise<Compared> {
  const { workbench, parts } = move.to;
  const { provider } = workbench.stack({}, parts) as { readonly provider: object };
  const driver = workbench.newDriver();
  await driver.apply({ provider, resource });
  const units = unitsOf(move, source, driver).filter((each) => isLost?.(each) !== true);
  const said = [...allOf(source).map(({ body }) => body), { identities: move.people ?? [] }];
  const asking = { source: askingAt(move.from), target: askingAt(move.to), environments: move.environments };
  return compare(asking, units, peopleNear(said, PEOPLE), listed);
}

/** What is defined on the source; the flag has the same key on the target. */
function unitsOf({ from, to, environments }: Move, { flags, definitions }: Inventory, driver: Driver): readonly Unit[] {
  const byKey = new Map(flags.map(({ body }) => [textAt(body, "key"), body]));
  const made = driver.state.instances.map(({ type, attributes }) => [type, attributes as Body] as const);
  const madeOf = (type: string): readonly Body[] => made.flatMap(([each, body]) => (each === type ? [body] : []));
  return definitions.map(({ body }) => {
    const [environment = "", flag = ""] = [textAt(body, "environment"), textAt(body, "flag")];
    const own = byKey.get(flag) ?? {};
    const type = textAt(own, "type") ?? "boolean";
    const flagThere = madeOf("flagform_feature_flag").find((each) => each["key"] === flag);
    const there = madeOf("flagform_environment_definition").find(
      (each) => each["environment"] === environments.get(environment) && each["flag"] === flag,
    );
    return {
      ...{ environment, flag },
      source: { platform: from.workbench.name, type, ...offIn(type, own, body) },
      target: { platform: to.workbench.name, type, ...offIn(type, flagThere ?? {}, there ?? {}) },
    };
  });
}

function offIn(type: string, flag: Body, definition: Body): Pick<Side, "whenOff" | "isOff"> {
  const variants = bodyAt(definition, "variants") ?? bodyAt(flag, "variants") ?? {};
  const off = bodyAt(variants, textAt(definition, "when_off") ?? "");
  const [value] = Object.values(bodyAt(off ?? {}, "value") ?? {}).filter((each) => each !== null);
  return {
    whenOff: value === undefined ? undefined : valueOf(value instanceof Decimal ? value.text : value, type),
    isOff: definition["enabled"] === false,
  };
}
