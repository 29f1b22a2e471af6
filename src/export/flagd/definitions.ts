import { OFF, ON } from "../../platforms/model/variant";
import { valueOr } from "../../serving/fact";
import type { World, WorldDefinition, WorldFlag, WorldVariant } from "../../serving/world/world";
import { type Logic, NotExportable } from "./json-logic";
import { Segments } from "./segments";
import { must, Targeting } from "./targeting";
import { Variants } from "./variants";

interface FlagdFlag {
  readonly state: "ENABLED";
  readonly variants: Readonly<Record<string, Logic>>;
  /** Null: where the targeting says nothing, applications get their own fallback. */
  readonly defaultVariant: string | null;
  readonly targeting?: Logic;
}

/** @see https://flagd.dev/reference/flag-definitions/ */
export interface FlagdDefinitions {
  readonly $schema: string;
  readonly flags: Readonly<Record<string, FlagdFlag>>;
  readonly $evaluators?: Readonly<Record<string, Logic>>;
}

export interface LeftOut {
  readonly flag: string;
  readonly because: string;
}

/** The flags of one environment as flagd's definitions, and those that have no form there. */
export function flagdDefinitions(
  world: World,
  environment: string,
): { readonly document: FlagdDefinitions; readonly leftOut: readonly LeftOut[] } {
  const segments = new Segments(world);
  const leftOut: LeftOut[] = [];
  const flags: [string, FlagdFlag][] = [];
  for (const definition of world.definitions.get(environment)?.values() ?? []) {
    try {
      flags.push([definition.flag, exported(world, definition, segments)]);
    } catch (failure) {
      if (!(failure instanceof NotExportable)) throw failure;
      leftOut.push({ flag: definition.flag, because: failure.message });
    }
  }
  const document = {
    $schema: "https://flagd.dev/schema/v0/flags.json",
    flags: Object.fromEntries(flags),
    ...(segments.evaluators.size > 0 && { $evaluators: Object.fromEntries(segments.evaluators) }),
  };
  return { document, leftOut };
}

function exported(world: World, definition: WorldDefinition, segments: Segments): FlagdFlag {
  const flag = world.flags.get(definition.flag);
  if (!flag || (!flag.type.known && flag.type.why === "elsewhere"))
    throw new NotExportable("the flag is not among these resources");
  if (flag.archived.known && flag.archived.value) throw new NotExportable("it is archived");
  const variants = new Variants(variantsOf(definition, flag));
  const targeting = new Targeting(world, definition, flag, variants, segments).logic();
  const common = { state: "ENABLED", variants: variants.toJson() } as const;
  if (Object.keys(common.variants).length === 0) throw new NotExportable("it serves no value");
  if (typeof targeting === "string") return { ...common, defaultVariant: targeting };
  return { ...common, defaultVariant: null, ...(targeting !== null && { targeting }) };
}

const SWITCH: readonly WorldVariant[] = [
  { key: ON, value: { kind: "boolean", value: true } },
  { key: OFF, value: { kind: "boolean", value: false } },
];

function variantsOf({ variants }: WorldDefinition, flag: WorldFlag): readonly WorldVariant[] {
  if (must(flag.type) === "boolean") return SWITCH;
  return valueOr(variants, valueOr(flag.variants, []));
}
