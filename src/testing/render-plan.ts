import { getOwn } from "../get-own";
import type { InstanceChange } from "./core/change";
import { pathText } from "./failure";
import type { Plan, PlannedChange } from "./plan";
import { diffObject } from "./render-diff";
import { equals } from "./values/value";

/** A plan as Terraform prints it, near enough to be read in its place. */
export function renderPlan(plan: Plan): string {
  const changes = plan.internals.changes.filter(
    (each) => each.action !== "no-op" || each.importId !== undefined || each.previousAddress,
  );
  const planned = [...changeSections(plan, changes), ...outputSection(plan)];
  const nothing = plan.internals.mode === "refresh-only" ? REFRESH_ONLY : NO_CHANGES;
  const warnings = plan.diagnostics.map((each) => `Warning: ${each.summary}\n\n${indent(each.detail, "  ")}`);
  return [...driftSection(plan), ...(planned.length > 0 ? planned : [nothing]), ...warnings].join("\n\n");
}

const NO_CHANGES = "No changes. Your infrastructure matches the configuration.";
const REFRESH_ONLY = "This is a refresh-only plan: applying it only writes what was found into the state.";

/** `Plan: 1 to add, 0 to change, 0 to destroy.` */
function planSummary(changes: readonly Pick<PlannedChange, "action" | "importId">[]): string {
  const count = (...actions: readonly PlannedChange["action"][]): string =>
    String(changes.filter((each) => actions.includes(each.action)).length);
  const imports = changes.filter((each) => each.importId !== undefined).length;
  const importing = imports > 0 ? `${String(imports)} to import, ` : "";
  return `Plan: ${importing}${count("create", "replace")} to add, ${count("update")} to change, ${count("delete", "replace")} to destroy.`;
}

/** What Terraform says when a plan was applied whole. */
export function applySummary({ changes }: Plan): string {
  const count = (...actions: readonly PlannedChange["action"][]): string =>
    String(changes.filter((each) => actions.includes(each.action)).length);
  const [added, changed, destroyed] = [count("create", "replace"), count("update"), count("delete", "replace")];
  return `Apply complete! Resources: ${added} added, ${changed} changed, ${destroyed} destroyed.`;
}

function driftSection(plan: Plan): string[] {
  if (plan.drift.length === 0) return [];
  const objects = plan.drift.map(({ address, type, before, after }) => {
    const verb = after === null ? "has been deleted" : "has changed";
    const symbol = after === null ? "-" : "~";
    return block(
      `  # ${address} ${verb}`,
      symbol,
      resourceTitle(address),
      diffObject(getOwn(plan.internals.schemas, type) ?? {}, before, after, []),
    );
  });
  return [["Note: Objects have changed outside of Terraform", ...objects].join("\n\n")];
}

const LEGEND: { readonly [symbol: string]: string } = {
  "+": "  + create",
  "~": "  ~ update in-place",
  "-": "  - destroy",
  "-/+": "-/+ destroy and then create replacement",
  "+/-": "+/- create replacement and then destroy",
  "<=": " <= read (data resources)",
};

function changeSections(plan: Plan, changes: readonly InstanceChange[]): string[] {
  if (changes.length === 0) return [];
  const symbols = new Set(changes.map(symbolOf));
  const legend = Object.keys(LEGEND).flatMap((symbol) => (symbols.has(symbol) ? [getOwn(LEGEND, symbol)] : []));
  const objects = changes.map((change) => {
    const own = getOwn(plan.internals.schemas, change.mode === "data" ? `data.${change.type}` : change.type) ?? {};
    const schema = { ...own, ...Object.fromEntries((change.masked ?? []).map((name) => [name, SECRET] as const)) };
    const body = diffObject(schema, change.before, change.after, change.replacePaths.map(pathText));
    return block(comment(change), symbolOf(change), resourceTitle(change.address), body);
  });
  const intro = ["Resource actions are indicated with the following symbols:", ...legend].join("\n");
  return [
    ...(legend.length > 0 ? [intro] : []),
    "Terraform will perform the following actions:",
    ...objects,
    planSummary(changes),
  ];
}

function symbolOf(change: InstanceChange): string {
  if (change.action === "replace") return change.createBeforeDestroy ? "+/-" : "-/+";
  return { create: "+", update: "~", delete: "-", read: "<=", "no-op": " " }[change.action];
}

function comment(change: InstanceChange): string {
  const lines = [`  # ${subject(change)} ${verb(change)}`];
  if (change.importId !== undefined) lines.push(`  # (importing "${change.importId}")`);
  if (change.previousAddress !== undefined) lines.push(`  # (moved from ${change.previousAddress})`);
  return lines.join("\n");
}

function subject(change: InstanceChange): string {
  return change.deposed === undefined ? change.address : `${change.address} (deposed object ${change.deposed})`;
}

function verb(change: InstanceChange): string {
  if (change.action === "replace" && change.reason === "tainted") return "is tainted, so it must be replaced";
  if (change.action === "replace" && change.reason !== undefined) return `will be replaced, as ${change.reason}`;
  if (change.action === "no-op") return change.importId === undefined ? "has moved" : "will be imported";
  return {
    create: "will be created",
    update: "will be updated in-place",
    replace: "must be replaced",
    delete: "will be destroyed",
    read: "will be read during apply",
  }[change.action];
}

/** `resource "type" "name"`, also for `type.name["key"]`. */
function resourceTitle(address: string): string {
  const [mode, rest] = address.startsWith("data.") ? ["data", address.slice(5)] : ["resource", address];
  const [type = "", name = ""] = (rest.split("[", 1)[0] ?? "").split(".");
  return `${mode} "${type}" "${name}"`;
}

function block(comments: string, symbol: string, title: string, body: readonly string[]): string {
  const opening = `${symbol.padStart(3)} ${title} {`;
  return [comments, opening, ...body.map((line) => indent(line, "      ")), "    }"].join("\n");
}

function outputSection(plan: Plan): string[] {
  const before = plan.internals.refreshed.outputs;
  const after = plan.internals.outputs;
  if (plan.internals.mode !== "normal" || plan.internals.partial) return [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = names.filter((name) => !equals(getOwn(before, name)?.value ?? null, getOwn(after, name) ?? null));
  if (changed.length === 0) return [];
  const pick = (from: (name: string) => InstanceChange["before"]) =>
    Object.fromEntries(changed.map((name) => [name, from(name)] as const));
  const lines = diffObject(
    Object.fromEntries(plan.internals.sensitiveOutputs.map((name) => [name, SECRET] as const)),
    pick((name) => getOwn(before, name)?.value ?? null),
    pick((name) => getOwn(after, name) ?? null),
    [],
  );
  return [["Changes to Outputs:", ...lines.map((line) => `  ${line}`)].join("\n")];
}

const SECRET = {
  type: { kind: "dynamic" },
  required: false,
  optional: true,
  computed: false,
  sensitive: true,
  writeOnly: false,
} as const;

function indent(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => by + line)
    .join("\n");
}
