import * as z from "zod/mini";
import type { FlagValueKind } from "../platforms/model/flag-value";
import { OFF, ON } from "../platforms/model/variant";
import { recordOf } from "../record-of";
import { valueOr } from "../serving/fact";
import type { World, WorldFlag } from "../serving/world/world";

/**
 * What an application needs of its flags: an OpenFeature manifest, or less. A flag may also say the variants that the
 * application knows, and the environments in which it asks.
 */
const schema = z.object({
  flags: recordOf(
    z.object({
      flagType: z.optional(z.enum(["boolean", "string", "integer", "float", "object"])),
      variants: z.optional(z.array(z.string())),
      environments: z.optional(z.array(z.string())),
    }),
  ),
});
export type Expectations = z.infer<typeof schema>;

/** Throws an error in one sentence if the text is not a file of expectations. */
export function readExpectations(text: string): Expectations {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Error('is not JSON. It has the form { "flags": { "new-checkout": { "flagType": "string" } } }');
  }
  const read = z.safeParse(schema, given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`is not as expected at ${issue?.path.join(".") || "the top"}: ${issue?.message ?? "it is invalid"}`);
}

const TYPES: Readonly<Record<FlagValueKind, string>> = {
  boolean: "boolean",
  string: "string",
  integer: "integer",
  number: "float",
  json: "object",
};

/** What the application would miss, a sentence each. */
export function unmetExpectations({ flags }: Expectations, worlds: readonly World[]): string[] {
  return Object.entries(flags).flatMap(([key, expected]) => {
    const world = worlds.find((each) => each.flags.has(key));
    const flag = world?.flags.get(key);
    const named = JSON.stringify(key);
    if (!world || !flag) return [`flag ${named} does not exist${nearest(key, worlds)}`];
    const isDefinedIn = (environment: string): boolean => world.definitions.get(environment)?.has(key) === true;
    return [
      ...otherType(flag, expected.flagType),
      ...missing(expected.variants, variantsOf(flag, world), `flag ${named} has no variant`),
      ...(expected.environments ?? [])
        .filter((environment) => !isDefinedIn(environment))
        .map((environment) => `flag ${named} is not defined in ${JSON.stringify(environment)}`),
    ];
  });
}

function otherType({ key, type }: WorldFlag, expected: string | undefined): string[] {
  if (expected === undefined || !type.known || TYPES[type.value] === expected) return [];
  return [`flag ${JSON.stringify(key)} is of type ${TYPES[type.value]}, and the application expects ${expected}`];
}

/** Undefined: they are not known. */
function variantsOf(flag: WorldFlag, { definitions }: World): readonly string[] | undefined {
  if (flag.type.known && flag.type.value === "boolean") return [ON, OFF];
  const own = [...definitions.values()].flatMap((each) => valueOr(each.get(flag.key)?.variants ?? flag.variants, []));
  const all = [...valueOr(flag.variants, []), ...own].map(({ key }) => key);
  return all.length > 0 || flag.variants.known ? all : undefined;
}

function missing(expected: readonly string[] = [], actual: readonly string[] | undefined, what: string): string[] {
  if (!actual) return [];
  return expected.filter((each) => !actual.includes(each)).map((each) => `${what} ${JSON.stringify(each)}`);
}

function nearest(key: string, worlds: readonly World[]): string {
  const same = worlds.flatMap(({ flags }) => [...flags.keys()]).find((each) => each.toLowerCase() === key.toLowerCase());
  return same === undefined ? "" : `; there is ${JSON.stringify(same)}, and keys are compared with case`;
}
