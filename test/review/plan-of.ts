import { type Review } from "../../src/review/document";
import { readPlan } from "../../src/review/plan/read-plan";
import { type ReviewOptions, reviewPlan } from "../../src/review/review";

/** Plans by hand, in the form of `terraform show -json`. */

export interface Change {
  readonly actions?: readonly string[];
  readonly before?: object | null;
  readonly after?: object | null;
  readonly unknown?: unknown;
  readonly beforeSensitive?: unknown;
  readonly afterSensitive?: unknown;
  /** Beside the change: `deposed`, `previous_address`. */
  readonly more?: object;
  readonly importing?: object;
}

export const SCOPE = "flagsmith:api.flagsmith.com/1";

/** `flagform_feature_flag.a`, `module.m.flagform_segment.b["x"]`. */
export function resourceChange(address: string, change: Change): object {
  const [, module, type = "", name = "", index] = /^(module\..*\.)?(\w+)\.([\w-]+)(?:\["(.*)"\])?$/.exec(address) ?? [];
  const { before = null, after = null, unknown = {}, beforeSensitive = {}, afterSensitive = {}, more, importing } = change;
  const actions = change.actions ?? [before === null ? "create" : after === null ? "delete" : "update"];
  return {
    address,
    ...(module !== undefined && { module_address: module.slice(0, -1) }),
    mode: "managed",
    type,
    name,
    ...(index !== undefined && { index }),
    provider_name: "registry.terraform.io/flagform/flagform",
    change: {
      actions,
      before,
      after,
      after_unknown: unknown,
      before_sensitive: beforeSensitive,
      after_sensitive: afterSensitive,
      ...(importing && { importing }),
    },
    ...more,
  };
}

export function planOf(changes: readonly object[], more: object = {}): string {
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {},
    resource_changes: changes,
    ...more,
  });
}

export function reviewOf(changes: readonly object[], more: object = {}, options: ReviewOptions = {}): Review {
  return reviewPlan(readPlan(planOf(changes, more)), options);
}

export function flagValues(key: string, more: object = {}): object {
  return { key, id: `id-${key}`, scope: SCOPE, type: null, ...more };
}

export function definitionValues(flag: string, environment: string, more: object = {}): object {
  return { flag, environment, flag_id: `id-${flag}`, environment_id: `id-${environment}`, scope: SCOPE, ...more };
}

/** A definition that changes, of a flag that stays. */
export function definitionChange(before: object, after: object, [flag, environment] = ["checkout", "production"]): object[] {
  const kept = flagValues(flag, "serve" in before || "serve" in after ? { type: "string" } : {});
  return [
    resourceChange(`flagform_feature_flag.${flag}`, { actions: ["no-op"], before: kept, after: kept }),
    resourceChange(`flagform_environment_definition.${flag}_${environment}`, {
      before: definitionValues(flag, environment, before),
      after: definitionValues(flag, environment, after),
    }),
  ];
}

/** `production checkout: everyone off → on (100)`, a line per audience. */
export function linesOf({ environments }: Review): readonly string[] {
  return environments.flatMap(({ name, flags }) =>
    flags.flatMap(({ flag, audiences, notes }) => [
      ...notes.map((note) => `${name} ${flag}: ${note}`),
      ...audiences.map(({ audience, before, after, moved_percent: moved }) => {
        const whom = audience.name === null ? audience.kind : `${audience.kind} ${audience.name}`;
        return `${name} ${flag}: ${whom} ${before.text} → ${after.text} (${moved === null ? "?" : String(moved)})`;
      }),
    ]),
  );
}

export function dangersIn({ dangers }: Review): readonly string[] {
  return dangers.map(({ id }) => id);
}
