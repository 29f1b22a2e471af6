import type { Edit } from "../../platforms/port/edit";
import type { DefinitionUnit } from "../../platforms/port/definition";
import type { HandlerContext, PlanContext } from "../../terraform/resource";
import type { State } from "../../terraform/schema";
import type { Client } from "../run/client";
import type { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { serveOf } from "../audience/serve-value";
import { warnOfMany } from "../ownership/deletion-notices";
import { describeUnit } from "../audience/unit";

type DefinitionState = State<typeof environmentDefinitionAttributes>;

/** What becomes of the default when a definition's resource ends, as `on_destroy` says. Undefined: the flag itself is gone. */
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
 * The plan of its end says what is kept. Whether the flag itself goes too is not known by then: in a destroy all that refers to a flag is
 * planned before it.
 */
export function warnIfKept(prior: DefinitionState, context: PlanContext<Client>): void {
  const fate = prior.on_destroy ?? context.client?.defaults.definitionOnDestroy ?? "keep";
  if (fate === "keep")
    warnOfMany("Definitions stay served as they are, unless their flags go too", keptDetail(prior), context);
}

function keptDetail(state: DefinitionState): string {
  const serve = serveOf(state.serve);
  const parts = [
    state.enabled === null ? "" : state.enabled ? "on" : "off",
    serve?.kind === "value" ? `serving ${JSON.stringify(serve.value.value)}` : "",
    serve?.kind === "variant" ? `serving the variant ${serve.variant}` : "",
    holdsOverrides(state) ? "without the overrides that it lists" : "",
  ].filter(Boolean);
  const what = describeUnit(state);
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}. To switch it off instead, set on_destroy = "disable" and apply that first.`;
}

function holdsOverrides({ segment_overrides: segments, identity_overrides: identities }: DefinitionState): boolean {
  return [segments, identities].some((set) => Object.keys(set ?? {}).length > 0);
}
