import * as z from "zod/mini";
import { recordOf } from "../../record-of";

/** What a review reads of `terraform show -json PLANFILE`. Variables, outputs and checks are not even looked at. */

const values = z.nullish(recordOf(z.unknown()));

const change = z.looseObject({
  actions: z.array(z.string()),
  before: values,
  after: values,
  after_unknown: z.optional(z.unknown()),
  before_sensitive: z.optional(z.unknown()),
  after_sensitive: z.optional(z.unknown()),
  importing: z.nullish(z.unknown()),
});

const resourceChange = z.looseObject({
  address: z.string(),
  module_address: z.optional(z.string()),
  previous_address: z.optional(z.string()),
  mode: z.optional(z.string()),
  type: z.string(),
  name: z.string(),
  index: z.optional(z.union([z.string(), z.number()])),
  provider_name: z.optional(z.string()),
  deposed: z.optional(z.string()),
  action_reason: z.optional(z.string()),
  change,
});

const stateResource = z.looseObject({
  address: z.string(),
  mode: z.optional(z.string()),
  type: z.string(),
  name: z.string(),
  index: z.optional(z.union([z.string(), z.number()])),
  provider_name: z.optional(z.string()),
  values,
  sensitive_values: z.optional(z.unknown()),
});

export interface StateModule {
  readonly address?: string | undefined;
  readonly resources?: readonly z.output<typeof stateResource>[] | undefined;
  readonly child_modules?: readonly StateModule[] | undefined;
}

const stateModule: z.ZodMiniType<StateModule> = z.looseObject({
  address: z.optional(z.string()),
  resources: z.optional(z.array(stateResource)),
  child_modules: z.optional(z.array(z.lazy(() => stateModule))),
});

const expressions = z.nullish(recordOf(z.unknown()));

export interface ConfigurationModule {
  readonly resources?:
    | readonly {
        readonly address: string;
        readonly provider_config_key?: string | undefined;
        readonly expressions?: Readonly<Record<string, unknown>> | null | undefined;
      }[]
    | undefined;
  readonly module_calls?:
    | Readonly<
        Record<
          string,
          {
            readonly expressions?: Readonly<Record<string, unknown>> | null | undefined;
            readonly module?: ConfigurationModule | undefined;
          }
        >
      >
    | undefined;
}

const configurationModule: z.ZodMiniType<ConfigurationModule> = z.looseObject({
  resources: z.optional(
    z.array(z.looseObject({ address: z.string(), provider_config_key: z.optional(z.string()), expressions })),
  ),
  module_calls: z.optional(recordOf(z.looseObject({ expressions, module: z.optional(z.lazy(() => configurationModule)) }))),
});

export const planJson = z.looseObject({
  format_version: z.string(),
  terraform_version: z.optional(z.string()),
  resource_changes: z.optional(z.array(resourceChange)),
  resource_drift: z.optional(z.array(resourceChange)),
  deferred_changes: z.optional(z.array(z.looseObject({ reason: z.optional(z.string()), resource_change: resourceChange }))),
  action_invocations: z.optional(
    z.array(z.looseObject({ address: z.string(), type: z.string(), provider_name: z.optional(z.string()) })),
  ),
  prior_state: z.nullish(z.looseObject({ values: z.nullish(z.looseObject({ root_module: z.optional(stateModule) })) })),
  configuration: z.nullish(
    z.looseObject({
      provider_config: z.optional(recordOf(z.looseObject({ full_name: z.optional(z.string()), expressions }))),
      root_module: z.optional(configurationModule),
    }),
  ),
  complete: z.optional(z.boolean()),
  errored: z.optional(z.boolean()),
});

export type PlanJson = z.output<typeof planJson>;
export type PlannedResource = z.output<typeof resourceChange>;
export type StateResource = z.output<typeof stateResource>;
