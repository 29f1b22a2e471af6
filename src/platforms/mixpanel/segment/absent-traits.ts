import { type AbsentTraits, isSetCondition } from "../../model/absent-traits";

/** JsonLogic takes an absent property for null, which is less than any number above zero (mixpanel for Node). */
export const ABSENT_TRAITS: AbsentTraits = {
  holding: new Set(["not_equal_to", "not_contains", "not_one_of", "less_than", "at_most"]),
  except: " (not in the SDK for Python)",
  isSet: isSetCondition,
};
