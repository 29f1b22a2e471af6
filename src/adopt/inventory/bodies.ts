import { getOwn } from "../../get-own";
import type { Client } from "../../resources/run/client";
import { resourceConfig } from "../../terraform/planning/resource-config";
import type { ResourceDefinition } from "../../terraform/resource";
import type { Attributes } from "../../terraform/schema";
import type { AdoptedType, Body } from "./adopted";
import { bodyAt } from "./adopted";
import { withoutNulls } from "./nulls";

type AnyResource = ResourceDefinition<Attributes, Client>;

/** What a resource's configuration says for a state. */
export interface Written {
  /** All that is not the platform's default. */
  readonly body: Body;
  /** What stays unmanaged, and why. */
  readonly notes: readonly string[];
  /** Why no configuration takes the object over. */
  readonly refused: string | undefined;
}

export async function writtenOf(resource: AnyResource, state: Body, client: Client): Promise<Written> {
  const { config, leftOut, refused } = await resourceConfig(resource, state, { client, isPrinted: false });
  return {
    body: withoutDefaults(resource.type as AdoptedType, withoutNulls(config)),
    notes: leftOut.map(({ attribute, reason }) => `${attribute} stays as it is, and is not managed: ${reason}`),
    refused: refused && `${refused.summary}. ${refused.detail}`,
  };
}

/**
 * What a platform has where nobody has set anything: leaving it out says the same, and keeps it unmanaged. `[]` and `{}` stand for
 * any that are empty.
 */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  flagform_feature_flag: {
    type: "boolean",
    description: "",
    tags: [],
    archived: false,
    variants: {},
    flagsmith: { server_key_only: false, initial_enabled: false, owners: [], group_owners: [], metadata: {} },
    split: { owners: [] },
    vercel: { permanent: false, maintainers: [] },
    mixpanel: { context: "distinct_id" },
  },
  flagform_segment: {
    description: "",
    flagsmith: { metadata: {} },
    vercel: { excluded: [] },
  },
  flagform_environment_definition: {
    killed: false,
    split: { traffic_allocation: 100, flag_sets: [], impressions_disabled: false },
    vercel: { reuse: "" },
    mixpanel: { rollout_percentage: 100 },
  },
};

function withoutDefaults(type: AdoptedType, body: Body): Body {
  return trimmed(body, bodyAt(DEFAULTS, type) ?? {});
}

function trimmed(body: Body, defaults: Body): Body {
  const entries = Object.entries(body).flatMap(([name, value]) => {
    const usual = getOwn(defaults, name);
    if (usual === undefined) return [[name, value] as const];
    const [inner, own] = [bodyAt(defaults, name), bodyAt(body, name)];
    if (inner && own && !Array.isArray(inner) && Object.keys(inner).length > 0) {
      const rest = trimmed(own, inner);
      return Object.keys(rest).length > 0 ? [[name, rest] as const] : [];
    }
    return isUsual(value, usual) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function isUsual(value: unknown, usual: unknown): boolean {
  if (typeof usual !== "object") return value === usual;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
