import { getOwn } from "../../../get-own";
import type { PageAudience, PageDefinition, PageFlag, PageServe } from "../../page/view-model";
import { listed, NOT_SET_UP, shares, valueText, variantText } from "../../page/words";
import { WHOLE } from "../evaluation/hashing";
import { shareAt } from "../evaluation/outcomes";
import type { Environment, Outcome } from "../schema/environment";
import type { Flag, Project } from "../store/records";
import type { Store } from "../store/store";
import { ruleWords } from "./conditions";

export function showFlag(store: Store, project: Project, flag: Flag): PageFlag {
  return {
    key: flag.slug,
    description: flag.description ?? "",
    isArchived: flag.state === "archived",
    definitions: project.environments.map((name) => showDefinition(store, flag, name)),
  };
}

function showDefinition(store: Store, flag: Flag, name: string): PageDefinition {
  const { config, from } = effective(flag, name);
  if (!config) return NOT_SET_UP;
  const { active, pausedOutcome, fallthrough } = config;
  const isArchived = flag.state === "archived";
  const isServed = active && !isArchived;
  const audiences = audiencesIn(store, flag, config);
  return {
    ...stateOf(flag, config),
    serves: isArchived
      ? [{ text: "the application's fallback" }]
      : outcomeServes(flag, active ? fallthrough : pausedOutcome, store.now()),
    ...listed(audiences),
    notes: [
      ...(from === name ? [] : [`Uses the settings of ${from}`]),
      ...(isServed || audiences.length === 0 ? [] : ["Overrides and rules do not count"]),
    ],
  };
}

/** The settings that count in an environment: another one's where those are reused. */
function effective(flag: Flag, name: string): { readonly config: Environment | undefined; readonly from: string } {
  const visited = new Set<string>();
  let from = name;
  for (;;) {
    const config = getOwn(flag.environments, from);
    visited.add(from);
    const next = config?.active === true && config.reuse?.active === true ? config.reuse.environment : undefined;
    if (next === undefined || visited.has(next)) return { config, from };
    from = next;
  }
}

function stateOf(flag: Flag, { active, fallthrough }: Environment): Pick<PageDefinition, "state" | "stateText"> {
  if (flag.state === "archived") return { state: "killed", stateText: "Archived" };
  if (!active) return { state: "killed", stateText: "Paused" };
  const isOff = isOffFor(flag, fallthrough);
  if (isOff === undefined) return { state: "on", stateText: "Live" };
  return isOff ? { state: "off", stateText: "Off" } : { state: "on", stateText: "On" };
}

/** Whether everyone gets `false`; undefined for flags and outcomes that know more than on and off. */
function isOffFor(flag: Flag, outcome: Outcome): boolean | undefined {
  if (flag.kind !== "boolean" || outcome.type !== "variant") return undefined;
  return flag.variants.find(({ id }) => id === outcome.variantId)?.value === false;
}

/** In the order of the evaluation: targets by the order of the variants, then rules. */
function audiencesIn(store: Store, flag: Flag, { targets = {}, rules }: Environment): PageAudience[] {
  const identities = flag.variants.flatMap((variant) =>
    Object.entries(getOwn(targets, variant.id) ?? {}).flatMap(([kind, attributes]) =>
      Object.entries(attributes).flatMap(([attribute, members]) =>
        members.map(({ value }): PageAudience => {
          const name = `${kind}.${attribute}` === "user.id" ? value : `${kind}.${attribute} = ${value}`;
          return { kind: "identity", name, isOn: variant.value !== false, serves: [{ text: textOf(flag, variant.id) }] };
        }),
      ),
    ),
  );
  const others = rules.map((rule): PageAudience => {
    const isOn = isOffFor(flag, rule.outcome) !== true;
    return { ...ruleWords(store, rule.conditions), isOn, serves: outcomeServes(flag, rule.outcome, store.now()) };
  });
  return [...identities, ...others];
}

function outcomeServes(flag: Flag, outcome: Outcome, now: number): readonly PageServe[] {
  switch (outcome.type) {
    case "variant":
      return [{ text: textOf(flag, outcome.variantId) }];
    case "split": {
      const total = Object.values(outcome.weights).reduce((sum, each) => sum + each, 0);
      const parts = flag.variants.map(({ id }) => ({
        text: textOf(flag, id),
        share: total === 0 ? 0 : ((getOwn(outcome.weights, id) ?? 0) / total) * 100,
      }));
      return total === 0 ? [{ text: textOf(flag, outcome.defaultVariantId) }] : shares(parts);
    }
    case "rollout": {
      const rolled = (shareAt(outcome, now) / WHOLE) * 100;
      return shares([
        { text: textOf(flag, outcome.rollToVariantId), share: rolled },
        { text: textOf(flag, outcome.rollFromVariantId), share: 100 - rolled },
      ]);
    }
    case "experiment":
      return [{ text: "what an experiment decides" }];
  }
}

/** The variant by its displayed name, with its value. */
export function textOf(flag: Flag, id: string): string {
  const variant = flag.variants.find((each) => each.id === id);
  if (!variant) return id;
  if (flag.kind === "boolean") return valueText(variant.value);
  return variantText(variant.label ?? variant.id, variant.value);
}
