import { getOwn } from "../../get-own";
import type { PlanJson } from "../plan/plan-json";
import { isObject } from "../plan/values";
import type { DestroyDefaults } from "./effects";

/** Words that no `on_destroy` has: what the provider block says is not in the plan. */
export const NOT_KNOWN = "not known";

/** `defaults` of a provider configuration, as far as the plan has them as constants. */
export function destroyDefaultsOf(plan: PlanJson, provider: string | undefined): DestroyDefaults {
  const configuration = getOwn(plan.configuration?.provider_config, provider ?? "flagform");
  const expression = getOwn(configuration?.expressions ?? undefined, "defaults");
  if (!isObject(expression)) return { flag: undefined, definition: undefined };
  const constant = expression["constant_value"];
  return { flag: textOf(constant, "flag_on_destroy"), definition: textOf(constant, "definition_on_destroy") };
}

function textOf(constant: unknown, name: string): string | undefined {
  if (!isObject(constant)) return NOT_KNOWN;
  const value = getOwn(constant, name);
  return typeof value === "string" ? value : undefined;
}
