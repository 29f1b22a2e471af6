import { getOwn } from "../../get-own";
import type { PlatformName } from "../../serving/world/world";
import type { Instance } from "../plan/instance";
import type { PlanJson } from "../plan/plan-json";
import type { References } from "../plan/references";
import { isObject, textIn, type Values } from "../plan/values";

/** The project that a resource belongs to: flags of two projects may have one key. */
export interface Project {
  /** The same for all resources of the project. */
  readonly key: string;
  /** For people: the provider's project, or the platform's id of it. */
  readonly name: string;
  /** Undefined: the plan does not show it. */
  readonly platform: PlatformName | undefined;
}

const PLATFORMS: readonly PlatformName[] = ["flagsmith", "split", "vercel", "mixpanel"];

/** Tells projects apart by the scope that states have, and by the provider configuration where there is no state yet. */
export class Projects {
  readonly #scopes = new Map<string, string>();

  constructor(
    private readonly plan: PlanJson,
    instances: readonly Instance[],
    private readonly references: References,
    private readonly fallback: PlatformName | undefined,
  ) {
    for (const instance of instances)
      for (const values of [instance.after, instance.before]) {
        const scope = textIn(values, "scope");
        if (scope !== undefined && values) this.#scopes.set(this.#place(instance, values), scope);
      }
  }

  of(instance: Instance, values: Values): Project {
    const place = this.#place(instance, values);
    const scope = textIn(values, "scope") ?? this.#scopes.get(place);
    const expressions = this.#expressions(this.references.providerOf(instance));
    const own = textIn(values, "project") ?? constantOf(expressions["project"]);
    const [platform = "", host = "", ...id] = scope?.split(/[:/]/) ?? [];
    return {
      key: scope ?? place,
      name: own ?? (scope === undefined ? "" : [host, ...id].join("/")),
      platform: PLATFORMS.find((each) => each === platform) ?? platformIn(expressions) ?? this.fallback,
    };
  }

  #place(instance: Instance, values: Values): string {
    return JSON.stringify([this.references.providerOf(instance) ?? "flagform", textIn(values, "project") ?? ""]);
  }

  #expressions(provider = "flagform"): Values {
    return getOwn(this.plan.configuration?.provider_config, provider)?.expressions ?? {};
  }
}

function platformIn(expressions: Values): PlatformName | undefined {
  const named = constantOf(expressions["platform"]);
  const blocks = PLATFORMS.filter((each) => Object.hasOwn(expressions, each));
  return PLATFORMS.find((each) => each === named) ?? (blocks.length === 1 ? blocks[0] : undefined);
}

function constantOf(expression: unknown): string | undefined {
  const constant = isObject(expression) ? expression["constant_value"] : undefined;
  return typeof constant === "string" ? constant : undefined;
}
