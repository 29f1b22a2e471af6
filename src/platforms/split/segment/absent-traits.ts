import type { AbsentTraits } from "../../model/absent-traits";

/** Split negates the matcher as a whole, and a matcher never holds without its attribute (the SDKs themselves were asked). */
export const ABSENT_TRAITS: AbsentTraits = {
  holding: new Set([
    "not_equal_to",
    "not_contains",
    "not_one_of",
    "not_starts_with",
    "not_ends_with",
    "not_matches",
    "has_none_of",
  ]),
  except: " (not in the SDKs for Java, .NET and Android)",
  // There is no matcher for it; any text matches.
  isSet: (trait) => `{ operator = "matches", trait = ${JSON.stringify(trait)}, value = ".*" }`,
};
