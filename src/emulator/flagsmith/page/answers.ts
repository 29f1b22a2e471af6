import type { PageAnswer, PageQuestion, PageTrait } from "../../page/view-model";
import { valueText, variantText } from "../../page/words";
import { QuestionError } from "../../wire/backend";
import { traitValue } from "../areas/identities/trait-value";
import { FieldError } from "../drf/field";
import { Float } from "../drf/json";
import { withEdgeOverrides } from "../evaluation/edge-flags";
import { allIdentityFlags, hidesDisabled, type Served } from "../evaluation/serve";
import type { Environment, TraitValue } from "../store/records";
import type { Store } from "../store/store";

/** What `POST /api/v1/identities/` answers to a server-side key for a transient identity, flag by flag, and why. */
export function answersIn(store: Store, question: PageQuestion): readonly PageAnswer[] {
  const environment = store.tables.environments.get(Number(question.environment));
  if (!environment) throw new QuestionError("There is no such environment.");
  const stored = store.identityNamed(environment, question.identity);
  const traits = new Map((stored?.traits ?? []).map((each) => [each.key, each.value]));
  for (const [name, value] of Object.entries(question.traits)) {
    const read = traitOf(name, value);
    if (read) traits.set(name, read);
  }
  const identity = { id: stored?.id ?? null, identifier: question.identity, traits };
  const plain = allIdentityFlags(store, environment, identity);
  const served = new Map(
    withEdgeOverrides(store, environment, question.identity, plain).map((each) => [each.feature.id, each]),
  );
  const hides = hidesDisabled(store, environment);
  return store.featuresOf(environment.project).map((feature) => {
    const found = served.get(feature.id);
    // What is hidden is decided before the overrides of identities at the edge are applied.
    const wasOn = plain.find((each) => each.feature === feature)?.state.enabled;
    if (!found) return nothing(feature.name, "not set up", "The flag has no state in this environment.");
    if (hides && wasOn === false)
      return nothing(feature.name, "off", "Off, and left out: the project hides flags that are off.");
    return answer(found, environment);
  });
}

function answer(served: Served, environment: Environment): PageAnswer {
  const { feature, state, value, variant } = served;
  const text = variant === null ? (value === null || value === "" ? "" : valueText(value)) : variantText(variant, value);
  return { flag: feature.name, isOn: state.enabled, value, variant, text, reason: reasonOf(served, environment) };
}

function reasonOf({ identity, segment, state, bucket }: Served, { name }: Environment): PageAnswer["reason"] {
  const split = bucket === null ? "" : `, bucket ${bucket.toFixed(2)} of 100`;
  if (identity) return { kind: "identity override", text: `Override for this identity${split}` };
  if (segment) return { kind: "segment override", text: `Override for the segment ${segment.name}${split}` };
  if (!state.enabled) return { kind: "off", text: `Off in ${name}; no override applies` };
  if (split !== "") return { kind: "split", text: `Split in ${name}${split}` };
  return { kind: "default", text: `Default of ${name}` };
}

function nothing(flag: string, kind: "off" | "not set up", text: string): PageAnswer {
  return { flag, isOn: false, variant: null, text: "Nothing", reason: { kind, text } };
}

/** Read as the API reads it. */
function traitOf(name: string, value: PageTrait): TraitValue | null {
  try {
    const sent = typeof value === "number" && !Number.isInteger(value) ? new Float(value) : value;
    return traitValue.read(typeof sent === "object" && !(sent instanceof Float) ? [...sent] : sent);
  } catch (failure) {
    if (failure instanceof FieldError) throw new QuestionError(`The trait ${name}: ${String(failure.errors)}`);
    throw failure;
  }
}
