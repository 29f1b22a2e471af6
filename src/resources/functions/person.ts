import * as z from "zod/mini";
import { recordOf } from "../../record-of";
import { ANYONE, type Person } from "../../serving/person";
import { ArgumentError } from "../../terraform/function";
import { plainValue } from "./plain-value";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const schema = z.strictObject({
  identity: z.nullish(z.string().check(z.minLength(1))),
  traits: z.nullish(recordOf(z.nullable(z.union([scalar, z.array(scalar)])))),
  segments: z.nullish(recordOf(z.boolean())),
  at: z.nullish(z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)), "is not a time in RFC 3339"))),
  sdk: z.nullish(z.string()),
  entity: z.nullish(z.string()),
});

interface Asked {
  readonly person: Person;
  readonly at?: number;
  readonly sdk?: string;
  readonly entity?: string;
}

/** The person in an argument, and what else matters for them. A trait that is null is absent. */
export function personOf(argument: unknown, index: number): Asked {
  if (argument === null) return { person: ANYONE };
  const read = z.safeParse(schema, plainValue(argument));
  if (!read.success) {
    const [issue] = read.error.issues;
    const at = issue && issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
    throw new ArgumentError(
      index,
      `${at}${issue?.message ?? "It is not a person"}. It takes an object with identity, traits, segments, at, sdk and entity, all optional.`,
    );
  }
  const { identity = null, traits, segments, at, sdk, entity } = read.data;
  const own = Object.entries(traits ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return {
    person: { identity, traits: Object.fromEntries(own), ...(segments && { segments }) },
    ...(at && { at: Date.parse(at) }),
    ...(sdk && { sdk }),
    ...(entity && { entity }),
  };
}
