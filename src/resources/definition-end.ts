import type { Edit } from "../platforms/edit";
import type { DefinitionUnit } from "../platforms/platform";
import type { HandlerContext } from "../terraform/resource";
import type { State } from "../terraform/schema";
import type { Client } from "./client";
import type { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { serveOf } from "./serve-value";
import { describeUnit } from "./unit";

type DefinitionState = State<typeof environmentDefinitionAttributes>;

/** What becomes of the default when a definition's resource ends, as `on_destroy` says. Undefined: the flag itself is gone. */
export async function endOfDefault(
  prior: DefinitionState,
  unit: DefinitionUnit,
  removesOverrides: boolean,
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
  context.warn("Definitions that are no longer managed stay as they are", keptDetail(prior, removesOverrides));
  return [];
}

function keptDetail(state: DefinitionState, removesOverrides: boolean): string {
  const serve = serveOf(state.serve);
  const parts = [
    removesOverrides
      ? `Of ${describeUnit(state)} the overrides that it listed are removed, and nothing else is sent.`
      : `Nothing was sent for ${describeUnit(state)}.`,
    state.enabled === null ? "" : state.enabled ? "It is on." : "It is off.",
    serve?.kind === "value" ? `It serves ${JSON.stringify(serve.value.value)}.` : "",
    serve?.kind === "variant" ? `It serves the variant ${serve.variant}.` : "",
    'To switch a flag off on destroy, set on_destroy = "disable" and apply that first.',
  ];
  return parts.filter(Boolean).join(" ");
}
