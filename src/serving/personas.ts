import * as z from "zod/mini";
import { recordOf } from "../record-of";
import type { Person } from "./person";

const plain = z.union([z.string(), z.number(), z.boolean()]);
const persona = z.strictObject({
  identity: z.nullish(z.string()),
  traits: z._default(recordOf(z.union([plain, z.array(plain)])), {}),
  segments: z.optional(recordOf(z.boolean())),
});
const personas = recordOf(persona);

/**
 * People by name, as a file of personas has them: `{ "uk-pro": { "identity": "user-42", "traits": { "country": "GB" }, "segments": { "beta":
 * true } } }`. All but the name may be left out. Throws with the path of what is wrong.
 */
export function parsePersonas(content: unknown): Readonly<Record<string, Person>> {
  const read = z.safeParse(personas, content);
  if (!read.success) {
    const [first] = read.error.issues;
    throw new Error(`These are no personas: ${first?.path.join(".") ?? ""}: ${first?.message ?? ""}`);
  }
  return Object.fromEntries(
    Object.entries(read.data).map(([name, { identity = null, traits, segments }]) => {
      return [name, { identity, traits, ...(segments && { segments }) }];
    }),
  );
}
