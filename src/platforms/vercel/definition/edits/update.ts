import { getOwn } from "../../../../get-own";
import { notSupported } from "../../../adapter/errors";
import type { FlagAnswer } from "../../api/answers";
import type { EnvironmentBody, UpdateFlagBody } from "../../api/bodies";
import { sameJson } from "../../api/same-json";
import { changedMembers } from "../../flag/flag-members";
import type { ConditionContext } from "../../segment/conditions";
import { bodyOf, environmentOf, hasExperiment } from "../environment-body";
import { type Batch, describeBatch } from "./batch";
import { editEnvironment } from "./environment-edits";
import { retire, variantChanges, withRenamed } from "./retire";
import { keptVariants, warningsOf } from "./warnings";

interface Update {
  /** Undefined: nothing changes. */
  readonly body: UpdateFlagBody | undefined;
  readonly warnings: readonly string[];
  /** Variants that are removed with their last use. */
  readonly retiring: ReadonlySet<string>;
}

/**
 * The one request for a batch. `retiring`: variants that an earlier batch was to remove and could not. Throws PlatformError
 * `invalid` or `exists` where an edit cannot be made.
 */
export function updateOf(flag: FlagAnswer, batch: Batch, retiring: ReadonlySet<string>, context: ConditionContext): Update {
  const attempted = describeBatch(flag.slug, batch);
  const { all, leaving, renamed } = variantChanges(flag, batch, retiring);
  const during = { ...flag, variants: all };
  const names = [...new Set([...Object.keys(flag.environments), ...batch.environments.keys()])];
  const edited = names.map((name): [string, EnvironmentBody] => {
    const wanted = batch.environments.get(name);
    const body = withRenamed(environmentOf(during, name), renamed);
    const edits = { ...context, flag: during, environment: name, attempted };
    return [name, wanted ? editEnvironment(body, wanted, edits) : body];
  });
  const { kept, environments } = retire(Object.fromEntries(edited), leaving);
  const variants = all.filter(({ id }) => !leaving.includes(id) || kept.has(id));
  const changed = Object.entries(environments).filter(([name, body]) => {
    const live = getOwn(flag.environments, name);
    return live ? !sameJson(bodyOf(live), body) : batch.environments.has(name);
  });
  for (const [name] of changed) refuseExperiment(flag, name, attempted);
  const body: UpdateFlagBody = {
    ...(batch.flag && changedMembers(flag, batch.flag, attempted)),
    ...(!sameJson(variants, flag.variants) && { variants }),
    ...(changed.length > 0 && { environments: Object.fromEntries(changed) }),
  };
  const members = [...changed.map(([name]) => name), ...Object.keys(body).filter((key) => key !== "environments")];
  return {
    body: members.length === 0 ? undefined : { ...body, message: `flagform: ${members.join(", ")}` },
    warnings: [...(batch.flag?.variants ? keptVariants(kept) : []), ...warningsOf(flag, batch, environments)],
    retiring: new Set(kept.keys()),
  };
}

function refuseExperiment(flag: FlagAnswer, environment: string, attempted: string): void {
  if (!hasExperiment(environmentOf(flag, environment))) return;
  throw notSupported(attempted, {
    reason: `environment ${environment} serves an experiment, which Vercel's API returns but does not accept in a write`,
    nextStep: "End the experiment in Vercel's dashboard first, or manage the flag's definition there in the dashboard.",
    subject: "environment",
  });
}
