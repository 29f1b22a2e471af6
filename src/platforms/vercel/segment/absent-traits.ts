import { type AbsentTraits, isSetCondition } from "../../model/absent-traits";

/** Vercel compares what is absent like any value, but its other negations ask for a text or a list member (@vercel/flags-core). */
export const ABSENT_TRAITS: AbsentTraits = {
  holding: new Set(["not_equal_to", "has_none_of"]),
  except: "",
  isSet: isSetCondition,
};
