import { capitalised } from "../../platforms/adapter/capitalised";
import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Edit } from "../../platforms/port/edit";
import type { HandlerContext, PlanContext } from "../../terraform/resource";
import { serveOf } from "../audience/serve-value";
import { warnOfMany } from "../ownership/deletion-notices";
import type { Client } from "../run/client";
import { describeUnit } from "../run/unit-names";
import type { DefinitionState } from "./environment-definition-attributes";

function fateOf(prior: DefinitionState, { client }: Pick<PlanContext<Client>, "client">) {
  return prior.on_destroy ?? client?.defaults.definitionOnDestroy ?? "keep";
}

/** Whether it ends with its flag, so that nothing is sent for it. */
export function endsWithFlag(prior: DefinitionState, context: HandlerContext<Client>): boolean {
  if (fateOf(prior, context) !== "with_flag") return false;
  context.log.info(leftDetail(prior));
  return true;
}

/**
 * What happens to the flag's definition when its resource ends, as `on_destroy` sets. Undefined: the flag itself was
 * deleted.
 */
export async function endOfDefault(
  prior: DefinitionState,
  unit: DefinitionUnit,
  context: HandlerContext<Client>,
): Promise<readonly Edit[] | undefined> {
  const { platform } = context.client;
  const fate = fateOf(prior, context);
  if (fate === "disable") return [{ kind: "set-default", enabled: false }];
  if (fate === "reset") {
    const flag = await platform.flags.get(unit.project, unit.flag.id);
    if (!flag) return undefined;
    const { enabled, value } = flag.initial;
    return [{ kind: "set-default", enabled, ...(value && { serve: { kind: "value", value } }) }];
  }
  context.log.info(keptDetail(prior));
  return [];
}

/**
 * The plan of the end reports what is kept. Whether the flag itself is deleted too is unknown by then: in a destroy
 * everything that refers to a flag is planned before it.
 */
export function warnOfEnd(prior: DefinitionState, context: PlanContext<Client>, found: DefinitionState): void {
  const fate = fateOf(prior, context);
  if (fate === "with_flag") {
    warnOfMany(
      "Definitions end with their flags: they and their overrides stay served, unless the flags are deleted too",
      leftDetail({ ...prior, segment_overrides: found.segment_overrides, identity_overrides: found.identity_overrides }),
      context,
    );
    return;
  }
  if (fate === "keep")
    warnOfMany(
      "Definitions are kept: their flags stay served, unless the flags are deleted too",
      keptDetail(prior),
      context,
    );
  warnIfOnlyImported(prior, found, context);
}

const SETS = ["segment_overrides", "identity_overrides"] as const;

/**
 * A plan that only imports does not store its configuration, and a destroy does not get one: overrides that the import found
 * may belong to others, even if they are listed, until an apply has set them.
 */
function warnIfOnlyImported(prior: DefinitionState, found: DefinitionState, context: PlanContext<Client>): void {
  const imported = SETS.filter((name) => prior[name] === null && Object.keys(found[name] ?? {}).length > 0);
  if (imported.length === 0) return;
  const names = imported.flatMap((name) => namesIn(found, name));
  const clearing = imported.map((name) => `${name} = {}`).join(" and ");
  warnOfMany(
    "Overrides that were only imported are kept",
    `${capitalised(describeUnit(prior))}: ${firstOf(names)}. No apply has set them, so they are kept unless other resources remove them. To remove them, set ${clearing} and apply that first.`,
    context,
  );
}

function namesIn(state: DefinitionState, set: (typeof SETS)[number]): string[] {
  return Object.keys(state[set] ?? {}).map((each) => `${set === "segment_overrides" ? "segment" : "identity"} ${each}`);
}

const NAMED = 5;

function firstOf(names: readonly string[]): string {
  const more = names.length > NAMED ? [`${String(names.length - NAMED)} more`] : [];
  return [...names.slice(0, NAMED), ...more].join(", ");
}

function keptDetail(state: DefinitionState): string {
  const without = overridesIn(state).length > 0 ? "without the overrides that it lists" : "";
  return `${servedBy(state, without)}. To turn it off instead, set on_destroy = "disable" and apply that first.`;
}

function leftDetail(state: DefinitionState): string {
  const names = overridesIn(state);
  const overrides = names.length > 0 ? `with the overrides for ${firstOf(names)}` : "";
  return `${servedBy(state, overrides)}. To turn it off${names.length > 0 ? " and remove them" : ""} instead, set on_destroy = "disable" and apply that first.`;
}

function servedBy(state: DefinitionState, overrides: string): string {
  const serve = serveOf(state.serve);
  const parts = [
    state.enabled === null ? "" : state.enabled ? "on" : "off",
    serve?.kind === "value" ? `serving ${JSON.stringify(serve.value.value)}` : "",
    serve?.kind === "variant" ? `serving the variant ${serve.variant}` : "",
    overrides,
  ].filter(Boolean);
  return `${capitalised(describeUnit(state))}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
}

function overridesIn(state: DefinitionState): string[] {
  return SETS.flatMap((set) => namesIn(state, set));
}
