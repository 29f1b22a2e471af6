import { type Answer, type Outcome, reasonText, type Share } from "../../serving/answer";
import { evaluate } from "../../serving/evaluate";
import { worldsOf } from "../../serving/world/worlds-of";
import { ArgumentError } from "../../terraform/function";
import { Decimal, UNKNOWN } from "../../terraform/value";
import { valueAttribute } from "../audience/serve-value";
import { PLATFORM_NAMES } from "../provider/provider-attributes";
import { personOf } from "./person";
import { resourcesIn } from "./resources-in";

/** What the function `served` returns for its arguments. Unknown: it depends on what is known only after the apply. */
export function servedTo(platform: string, resources: unknown, environment: string, flag: string, person: unknown) {
  const name = PLATFORM_NAMES.find((each) => each === platform);
  if (!name) throw new ArgumentError(0, `There is no platform "${platform}". There are: ${PLATFORM_NAMES.join(", ")}.`);
  const { person: asked, at, sdk, entity } = personOf(person, 4);
  const { resources: given, mayBeMore } = resourcesIn(resources, name, 1);
  const worlds = worldsOf(given, { platform: name, ...(entity !== undefined && { entity }) });
  // What a definition or an override is about may be known only after the apply: then it may be this flag.
  if (mayBeMore || worlds.some(({ unplaced }) => unplaced.length > 0)) return UNKNOWN;
  const world = worlds.find(({ definitions }) => definitions.get(environment)?.has(flag));
  if (!world)
    throw new ArgumentError(1, `None of the resources defines the flag "${flag}" in the environment "${environment}".`);
  const options = { ...(at !== undefined && { at }), ...(sdk !== undefined && { sdk }) };
  const answer = evaluate(world, environment, flag, asked, options);
  const isOpen = given.some(({ unknown }) => unknown !== undefined);
  return isOpen && answer.kind === "unknown" ? UNKNOWN : attributesOf(answer);
}

function attributesOf(answer: Answer) {
  const common = { kind: answer.kind, ...NOTHING, shares: [], because: [], assuming: answer.assuming };
  switch (answer.kind) {
    case "certain":
      return { ...common, ...outcomeAttributes(answer.outcome) };
    case "distribution":
      return { ...common, shares: answer.shares.map(shareAttributes) };
    case "unknown":
      return { ...common, because: answer.because };
  }
}

function shareAttributes({ percent, outcome }: Share) {
  return { percent: new Decimal(String(percent)), ...outcomeAttributes(outcome) };
}

function outcomeAttributes({ enabled, value, variant, reason }: Outcome) {
  return { enabled, value: value && valueAttribute(value), variant, reason: reasonText(reason) };
}

const NOTHING = { enabled: null, value: null, variant: null, reason: null };
