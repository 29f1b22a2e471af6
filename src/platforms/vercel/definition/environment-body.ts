import { getOwn } from "../../../get-own";
import { ON } from "../../model/variant";
import type { EnvironmentAnswer, FlagAnswer } from "../api/answers";
import type { EnvironmentBody } from "../api/bodies";
import { idOf } from "../flag/variants";

/** The writable members of an environment. Targets and reuse are always sent: Vercel may keep or drop what is left out. */
export function bodyOf(environment: EnvironmentAnswer): EnvironmentBody {
  const { active, pausedOutcome, fallthrough, rules, targets = {}, reuse } = environment;
  const link = { active: reuse?.active ?? false, environment: reuse?.environment ?? "" };
  return { active, pausedOutcome, fallthrough, rules, targets, reuse: link };
}

/** An environment that serves one variant to everybody. */
export function plainBody(offVariantId: string, defaultVariantId: string): EnvironmentBody {
  return {
    active: true,
    pausedOutcome: { type: "variant", variantId: offVariantId },
    fallthrough: { type: "variant", variantId: defaultVariantId },
    rules: [],
    targets: {},
    reuse: { active: false, environment: "" },
  };
}

/** The variant that is served if nothing else is chosen: a boolean flag's "off", else one with a usual name for it. */
export function offVariantId(flag: Pick<FlagAnswer, "kind" | "variants">): string {
  if (flag.kind === "boolean") return idOf(flag, "off");
  const ids = flag.variants.map(({ id }) => id);
  return ["off", "control", "default"].find((id) => ids.includes(id)) ?? ids[0] ?? ON;
}

/** The flag's environment; a missing one serves the off variant. */
export function environmentOf(flag: FlagAnswer, name: string): EnvironmentBody {
  const environment = getOwn(flag.environments, name);
  return environment ? bodyOf(environment) : plainBody(offVariantId(flag), offVariantId(flag));
}

/** Experiments can be read, not written: an environment that has one cannot be sent back. */
export function hasExperiment({ fallthrough, rules }: EnvironmentBody): boolean {
  return [fallthrough, ...rules.map(({ outcome }) => outcome)].some(({ type }) => type === "experiment");
}
