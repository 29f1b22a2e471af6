import { getOwn, setOwn } from "../../../get-own";
import type { PageAnswer, PageQuestion } from "../../page/view-model";
import { QuestionError } from "../../wire/backend";
import type { Entities } from "../evaluation/entities";
import { type Explained, explainFlag } from "../evaluation/serve";
import type { Flag } from "../store/records";
import type { Store } from "../store/store";
import { ruleWords } from "./conditions";
import { textOf } from "./definitions";

/** What an application with the environment's key gets for the person, flag by flag, and why. */
export function answersIn(store: Store, question: PageQuestion): readonly PageAnswer[] {
  const project = store.tables.projects.get(question.project);
  if (!project?.environments.includes(question.environment)) throw new QuestionError("There is no such environment.");
  const segments = new Map(store.segmentsOf(project.id).map((each) => [each.id, each]));
  const audience = { entities: entitiesOf(question), segments, now: store.now() };
  return store.flagsOf(project.id).map((flag) => {
    const explained = explainFlag(flag, question.environment, audience);
    const { evaluation } = explained;
    const reason = reasonOf(store, flag, question.environment, explained);
    if (evaluation.variantId === null) {
      return { flag: flag.slug, isOn: null, variant: null, text: "Nothing: the application's fallback", reason };
    }
    const { variantId: variant, value } = evaluation;
    return {
      flag: flag.slug,
      isOn: typeof value === "boolean" ? value : null,
      value,
      variant,
      text: textOf(flag, variant),
      reason,
    };
  });
}

function reasonOf(store: Store, flag: Flag, asked: string, explained: Explained): PageAnswer["reason"] {
  const { evaluation, environment, rule } = explained;
  const from = environment === asked ? asked : `${environment}, which ${asked} uses`;
  if (evaluation.reason === "error") {
    if (flag.state === "archived") return { kind: "archived", text: "Archived: not served anywhere" };
    const isSetUp = getOwn(flag.environments, environment) !== undefined;
    return isSetUp
      ? { kind: "error", text: evaluation.errorMessage }
      : { kind: "not set up", text: `Not set up in ${from}` };
  }
  const split = evaluation.outcomeType === "value" ? "" : `, ${evaluation.outcomeType}`;
  switch (evaluation.reason) {
    case "paused":
      return { kind: "killed", text: `Paused in ${from}` };
    case "target_match":
      return { kind: "identity override", text: `Targeted in ${from}` };
    case "rule_match": {
      const words = ruleWords(store, getOwn(flag.environments, environment)?.rules[rule ?? -1]?.conditions ?? []);
      if (words.kind === "segment")
        return { kind: "segment override", text: `Override for the segment ${words.name}${split}` };
      return { kind: "rule", text: `Rule ${(rule ?? 0) + 1}: ${words.name}${split}` };
    }
    case "fallthrough":
      return split === ""
        ? { kind: "default", text: `Default of ${from}` }
        : { kind: "split", text: `Default of ${from}${split}` };
  }
}

/** `plan` is an attribute of the user, `team.plan` one of another entity. */
function entitiesOf({ identity, traits }: PageQuestion): Entities {
  const entities: Record<string, Record<string, unknown>> = Object.fromEntries([["user", {}]]);
  for (const [name, value] of [["user.id", identity] as const, ...Object.entries(traits)]) {
    const cut = name.indexOf(".");
    const kind = cut < 0 ? "user" : name.slice(0, cut);
    const attributes = getOwn(entities, kind) ?? {};
    setOwn(attributes, name.slice(cut + 1), value);
    setOwn(entities, kind, attributes);
  }
  return entities;
}
