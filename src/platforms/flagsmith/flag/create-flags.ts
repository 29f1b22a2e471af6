import type { FlagsmithContext } from "../run/context";
import type { CreationTurns } from "../run/creation-turns";
import type { CustomFields } from "../run/custom-fields";
import type { FeatureLists } from "./feature-lists";
import { FlagBody } from "./flag-body";
import { FlagLook } from "./flag-look";
import { FlagReads } from "./flag-reads";
import { Flags } from "./flags";
import { Owners } from "./owners";
import { Tags } from "./tags";
import type { VariantCache } from "./variant-cache";
import type { Variants } from "./variants";

interface Parts {
  readonly context: FlagsmithContext;
  readonly lists: FeatureLists;
  readonly options: VariantCache;
  readonly variants: Variants;
  readonly fields: CustomFields;
  readonly turns: CreationTurns;
}

/** The store of flags, and its parts that others ask directly. */
export function createFlags({ context, lists, options, variants, fields, turns }: Parts): {
  readonly flags: Flags;
  readonly flagReads: FlagReads;
  readonly flagLook: FlagLook;
} {
  const tags = new Tags(context.client);
  const owners = new Owners(context);
  const flagReads = new FlagReads(context, lists, tags, fields, options);
  const flagLook = new FlagLook(tags, owners, fields);
  const body = new FlagBody(tags, owners, fields);
  return { flags: new Flags(context, flagReads, flagLook, body, owners, variants, turns), flagReads, flagLook };
}
