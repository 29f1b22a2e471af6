import { getOwn } from "../get-own";
import type { Effect } from "./change/effects";
import type { ProjectChange } from "./change/stack-change";
import type { ResourceNote } from "./document";
import { Hidden, textIn, type Values } from "./plan/values";
import { quote } from "./words";

/** Definitions and overrides are shown as what they serve; these resources are shown as themselves. */
const KINDS: ReadonlyMap<string, { readonly kind: ResourceNote["kind"]; readonly noun: string }> = new Map([
  ["flagform_feature_flag", { kind: "flag", noun: "flag" }],
  ["flagform_segment", { kind: "segment", noun: "segment" }],
  ["flagform_environment", { kind: "environment", noun: "environment" }],
  ["flagform_identity", { kind: "other", noun: "identity" }],
  ["flagform_project", { kind: "other", noun: "project" }],
  ["flagform_server_key", { kind: "other", noun: "server key" }],
]);

export function resourceNotes(changes: readonly ProjectChange[]): readonly ResourceNote[] {
  const effects = new Set(changes.flatMap(({ effects }) => effects));
  return [...effects].flatMap((effect) => noteOn(effect) ?? []);
}

function noteOn(effect: Effect): ResourceNote | undefined {
  const { instance, before, after } = effect;
  const known = KINDS.get(instance.type);
  const change = changeOf(effect);
  if (!known || !change) return undefined;
  const name = nameIn(after ?? before);
  const attributes = change === "changed" ? attributesOf(instance.before, instance.after) : [];
  // What only the platform fills in says nothing.
  if (change === "changed" && attributes.length === 0) return undefined;
  const from = instance.previousAddress;
  const more = change === "changed" ? `: ${attributes.join(", ")}` : change === "moved" ? ` from ${quote(from ?? "")}` : "";
  return {
    kind: known.kind,
    name,
    change,
    text: `${known.noun} ${quote(name)} ${VERBS[change]}${more}`,
    address: instance.address,
  };
}

const VERBS: Readonly<Record<ResourceNote["change"], string>> = {
  created: "is created",
  changed: "changes",
  replaced: "is replaced",
  deleted: "is deleted",
  moved: "moves in the state",
  imported: "is imported",
  forgotten: "leaves the state and stays on the platform",
};

function changeOf({ instance, after, left }: Effect): ResourceNote["change"] | undefined {
  if (instance.imported) return "imported";
  switch (instance.action) {
    case "create":
      return "created";
    case "update":
      return "changed";
    case "replace":
      return "replaced";
    case "delete":
      return left && after !== null ? "forgotten" : "deleted";
    case "forget":
      return "forgotten";
    default:
      return instance.previousAddress === undefined ? undefined : "moved";
  }
}

const FILLED_IN: ReadonlySet<string> = new Set([
  "id",
  "uuid",
  "scope",
  "revision",
  "client_key",
  "environment_id",
  "flag_id",
  "key_id",
]);

function attributesOf(before: Values | null, after: Values | null): readonly string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .filter((name) => !FILLED_IN.has(name))
    .filter((name) => textOf(before, name) !== textOf(after, name))
    .sort();
}

function textOf(values: Values | null, name: string): string {
  return JSON.stringify(getOwn(values, name) ?? null);
}

function nameIn(values: Values | null): string {
  const hidden = values !== null && ["key", "name", "identifier"].some((name) => getOwn(values, name) instanceof Hidden);
  return textIn(values, "name") ?? textIn(values, "key") ?? textIn(values, "identifier") ?? (hidden ? "(not shown)" : "");
}
