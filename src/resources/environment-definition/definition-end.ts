import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Edit } from "../../platforms/port/edit";
import type { HandlerContext, PlanContext } from "../../terraform/resource";
import { serveOf } from "../audience/serve-value";
import { capitalised } from "../common/capitalised";
import { warnOfMany } from "../ownership/deletion-notices";
import type { Client } from "../run/client";
import { describeUnit } from "../run/unit-names";
import type { DefinitionState } from "./environment-definition-attributes";

/**
 * What happens to the flag's definition when its resource ends, as `on_destroy` sets. Undefined: the flag itself was
 * deleted.
 */
export async function endOfDefault(
  prior: DefinitionState,
  unit: DefinitionUnit,
  context: HandlerContext<Client>,
): Promise<readonly Edit[] | undefined> {
  const { platform, defaults } = context.client;
  const fate = prior.on_destroy ?? defaults.definitionOnDestroy;
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
export function warnIfKept(prior: DefinitionState, context: PlanContext<Client>): void {
  const fate = prior.on_destroy ?? context.client?.defaults.definitionOnDestroy ?? "keep";
  if (fate === "keep")
    warnOfMany(
      "Definitions are kept: their flags stay served, unless the flags are deleted too",
      keptDetail(prior),
      context,
    );
}

const SETS = ["segment_overrides", "identity_overrides"] as const;

/**
 * A plan that only imports does not store its configuration, and a destroy does not get one: overrides that the import found
 * may belong to others, even if they are listed, until an apply has set them.
 */
export function warnIfOnlyImported(prior: DefinitionState, found: DefinitionState, context: PlanContext<Client>): void {
  const imported = SETS.filter((name) => prior[name] === null && Object.keys(found[name] ?? {}).length > 0);
  if (imported.length === 0) return;
  const names = imported.flatMap((name) =>
    Object.keys(found[name] ?? {}).map((each) => `${name === "segment_overrides" ? "segment" : "identity"} ${each}`),
  );
  const more = names.length > NAMED ? [`${String(names.length - NAMED)} more`] : [];
  const clearing = imported.map((name) => `${name} = {}`).join(" and ");
  warnOfMany(
    "Overrides that were only imported are kept",
    `${capitalised(describeUnit(prior))}: ${[...names.slice(0, NAMED), ...more].join(", ")}. No apply has set them, so they are kept unless other resources remove them. To remove them, set ${clearing} and apply that first.`,
    context,
  );
}

const NAMED = 5;

function keptDetail(state: DefinitionState): string {
  const serve = serveOf(state.serve);
  const parts = [
    state.enabled === null ? "" : state.enabled ? "on" : "off",
    serve?.kind === "value" ? `serving ${JSON.stringify(serve.value.value)}` : "",
    serve?.kind === "variant" ? `serving the variant ${serve.variant}` : "",
    holdsOverrides(state) ? "without the overrides that it lists" : "",
  ].filter(Boolean);
  return `${capitalised(describeUnit(state))}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}. To turn it off instead, set on_destroy = "disable" and apply that first.`;
}

function holdsOverrides({ segment_overrides: segments, identity_overrides: identities }: DefinitionState): boolean {
  return [segments, identities].some((set) => Object.keys(set ?? {}).length > 0);
}
