import type { Serve } from "../../../src/platforms/model/audience";
import type { Variant } from "../../../src/platforms/model/variant";
import type { Met, Which } from "./workbench";

/** What platforms that serve variants only serve on these workbenches. */
export const VARIANTS: readonly Variant[] = ["blue", "red"].map((key) => ({
  key,
  value: { kind: "string", value: key },
  description: null,
}));

export const variantServe = (which: Which): Serve => ({ kind: "variant", variant: which === "first" ? "blue" : "red" });

/** A definition is one document, identities and all. */
export const one = ({ definition, puts, removals, moves, identities }: Met): number =>
  definition || moves || puts + removals + identities > 0 ? 1 : 0;
