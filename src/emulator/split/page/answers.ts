import type { PageAnswer, PageQuestion } from "../../page/view-model";
import { QuestionError } from "../../wire/backend";
import type { Sdk } from "../evaluation/sdk";
import { type Decision, explain } from "../evaluation/serve";
import type { Environment } from "../store/records";
import type { Store } from "../store/store";
import { conditionText } from "./conditions";
import { treatmentWithConfiguration } from "./definitions";

/** What an SDK returns for the person, flag by flag, and why. */
export function answersIn(store: Store, sdk: Sdk, question: PageQuestion): readonly PageAnswer[] {
  const environment = store.tables.environments.get(question.environment);
  if (!environment) throw new QuestionError("There is no such environment.");
  const { identity: key, traits: attributes } = question;
  const subject = { key, bucketingKey: key, attributes };
  return store.flagsOf(environment.workspace).map((flag) => {
    const { outcome, decision } = explain({ store, environment, subject, sdk, open: [] }, flag.name);
    const { treatment, config } = outcome;
    const isNothing = treatment === "control";
    return {
      flag: flag.name,
      isOn: treatment === "on" ? true : treatment === "off" ? false : null,
      ...(!isNothing && { value: config ?? treatment }),
      variant: treatment,
      text: isNothing ? "control: the application's fallback" : treatmentWithConfiguration(treatment, config),
      reason: reasonOf(store, flag.id, environment, decision),
    };
  });
}

function reasonOf(store: Store, flag: string, environment: Environment, decision: Decision): PageAnswer["reason"] {
  const content = store.definition(flag, environment.id)?.content;
  const isSplit = (sizes: readonly { readonly size: number }[] = []): boolean =>
    sizes.filter(({ size }) => size > 0).length > 1;
  switch (decision.kind) {
    case "not found":
      return { kind: "not set up", text: `Not set up in ${environment.name}` };
    case "exception":
      return { kind: "error", text: "The flag depends on itself" };
    case "killed":
      return { kind: "killed", text: "Killed: everyone gets the default treatment" };
    case "key":
      return { kind: "identity override", text: "Override for this key" };
    case "segment":
      return { kind: "segment override", text: `Override for the segment ${decision.name}` };
    case "allocation":
      return { kind: "default", text: `Beyond the traffic allocation, bucket ${decision.bucket} of 100` };
    case "rule": {
      const rule = content?.rules[decision.index];
      const split = isSplit(rule?.buckets) ? `, bucket ${decision.bucket} of 100` : "";
      return { kind: "rule", text: `Rule ${decision.index + 1}: ${rule ? conditionText(rule.condition) : ""}${split}` };
    }
    case "default rule":
      return isSplit(content?.defaultRule)
        ? { kind: "split", text: `Split in ${environment.name}, bucket ${decision.bucket} of 100` }
        : { kind: "default", text: `Default of ${environment.name}` };
  }
}
