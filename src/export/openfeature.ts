import type { FlagValueKind } from "../platforms/model/flag-value";
import type { World, WorldFlag } from "../serving/world/world";
import type { LeftOut } from "./flagd/definitions";
import type { Logic } from "./flagd/json-logic";
import { plainValue } from "./flagd/variants";

type FlagType = "boolean" | "string" | "integer" | "float" | "object";

interface ManifestFlag {
  readonly flagType: FlagType;
  /** What an application gets if the flag cannot be evaluated. */
  readonly defaultValue: Logic;
  readonly description?: string;
}

/** The OpenFeature command line's manifest of flags, from which it generates typed accessors. */
export interface OpenFeatureManifest {
  readonly $schema: string;
  readonly flags: Readonly<Record<string, ManifestFlag>>;
}

const TYPES: Readonly<Record<FlagValueKind, { readonly flagType: FlagType; readonly empty: Logic }>> = {
  boolean: { flagType: "boolean", empty: false },
  string: { flagType: "string", empty: "" },
  integer: { flagType: "integer", empty: 0 },
  number: { flagType: "float", empty: 0 },
  json: { flagType: "object", empty: {} },
};

/**
 * The fallback of a flag is what it serves where it is off, if that is the same in all environments; else the type's empty value.
 * `descriptions` are by flag key.
 */
export function openFeatureManifest(
  worlds: readonly World[],
  descriptions: ReadonlyMap<string, string>,
): { readonly document: OpenFeatureManifest; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = [];
  const flags: [string, ManifestFlag][] = [];
  for (const world of worlds) {
    for (const flag of world.flags.values()) {
      if (!flag.type.known) {
        leftOut.push({ flag: flag.key, because: flag.type.because });
        continue;
      }
      const { flagType } = TYPES[flag.type.value];
      const description = descriptions.get(flag.key);
      const defaultValue = fallbackOf(flag, flag.type.value, world);
      flags.push([flag.key, { flagType, defaultValue, ...(description !== undefined && { description }) }]);
    }
  }
  const sorted = flags.sort(([one], [other]) => (one < other ? -1 : 1));
  const $schema = "https://raw.githubusercontent.com/open-feature/cli/refs/heads/main/schema/v0/flag-manifest.json";
  return { document: { $schema, flags: Object.fromEntries(sorted) }, leftOut };
}

function fallbackOf(flag: WorldFlag, type: FlagValueKind, world: World): Logic {
  const { empty } = TYPES[type];
  if (type === "boolean") return false;
  const definitions = [...world.definitions.values()].flatMap((each) => each.get(flag.key) ?? []);
  const values = definitions.map(({ whenOff, variants }) => {
    const known = variants.known ? variants : flag.variants;
    if (!whenOff.known || !known.known) return undefined;
    const found = known.value.find(({ key }) => key === whenOff.value);
    return found && plainValue(found.value);
  });
  const [first] = values;
  const isSame = first !== undefined && values.every((each) => JSON.stringify(each) === JSON.stringify(first));
  // A manifest's object is an object: an array or a text has no form there.
  return isSame && (type !== "json" || isObject(first)) ? first : empty;
}

function isObject(value: Logic): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
