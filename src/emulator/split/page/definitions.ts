import type { PageAudience, PageDefinition, PageFlag, PageServe } from "../../page/view-model";
import { listed, NOT_SET_UP, shares } from "../../page/words";
import type { Bucket, Content, Environment, Flag, Treatment } from "../store/records";
import type { Store } from "../store/store";
import { conditionText } from "./conditions";

export function showFlag(store: Store, flag: Flag): PageFlag {
  return {
    key: flag.name,
    description: flag.description ?? "",
    isArchived: false,
    definitions: store.environmentsOf(flag.workspace).map((each) => showDefinition(store, flag, each)),
  };
}

function showDefinition(store: Store, flag: Flag, environment: Environment): PageDefinition {
  const content = store.definition(flag.id, environment.id)?.content;
  if (!content) return NOT_SET_UP;
  const serves = content.killed
    ? [{ text: treatmentText(content, content.defaultTreatment) }]
    : dealt(content, content.defaultRule);
  const audiences = audiencesIn(content);
  const waits = store.openRequestOn(flag.id, environment.id) !== undefined;
  return {
    ...stateOf(content),
    serves,
    ...listed(audiences),
    notes: [
      ...(content.killed && audiences.length > 0 ? ["Overrides and rules do not count"] : []),
      ...(content.trafficAllocation < 100 && !content.killed
        ? [
            `Traffic allocation ${content.trafficAllocation} %: beyond it, rules do not count and ${content.defaultTreatment} is served`,
          ]
        : []),
      ...(waits ? ["A change request is open"] : []),
    ],
  };
}

/** Split has no switch but the kill: a flag of on and off is off where everyone gets off. */
function stateOf({ killed, treatments, defaultRule }: Content): Pick<PageDefinition, "state" | "stateText"> {
  if (killed) return { state: "killed", stateText: "Killed" };
  const isSwitch = treatments.every(({ name }) => name === "on" || name === "off");
  const whole = defaultRule.find(({ size }) => size === 100)?.treatment;
  if (!isSwitch || whole === undefined) return { state: "on", stateText: "Live" };
  return whole === "on" ? { state: "on", stateText: "On" } : { state: "off", stateText: "Off" };
}

/** In the order of the evaluation: keys, segments, rules. */
function audiencesIn(content: Content): PageAudience[] {
  const audience = (kind: PageAudience["kind"], name: string, serves: readonly PageServe[], isOn: boolean): PageAudience => {
    return { kind, name, isOn, serves };
  };
  const targets = (kind: "identity" | "segment", names: (treatment: Treatment) => readonly string[]): PageAudience[] =>
    content.treatments.flatMap((each) =>
      names(each).map((name) => audience(kind, name, [{ text: treatmentText(content, each.name) }], each.name !== "off")),
    );
  return [
    ...targets("identity", ({ keys }) => keys),
    ...targets("segment", (each) => [...each.segments, ...each.largeSegments, ...each.ruleBasedSegments]),
    ...content.rules.map(({ condition, buckets }) =>
      audience(
        "rule",
        conditionText(condition),
        dealt(content, buckets),
        buckets.some((each) => each.size > 0 && each.treatment !== "off"),
      ),
    ),
  ];
}

function dealt(content: Content, buckets: readonly Bucket[]): readonly PageServe[] {
  return shares(buckets.map(({ treatment, size }) => ({ text: treatmentText(content, treatment), share: size })));
}

/** A treatment with its configuration. */
function treatmentText({ treatments }: Content, name: string): string {
  const configuration = treatments.find((each) => each.name === name)?.configurations;
  return treatmentWithConfiguration(name, configuration ?? null);
}

export function treatmentWithConfiguration(name: string, configuration: string | null): string {
  return configuration === null ? name : `${name}: ${configuration}`;
}
