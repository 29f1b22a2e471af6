import { z } from "zod";
import { setOwn } from "../../../get-own";
import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";
import { serve } from "../evaluation/serve";
import type { Flag } from "../store/records";
import { invalid } from "../wire/api-error";
import type { Request } from "../wire/request";
import type { Route } from "../wire/route";
import type { RuleSet } from "./flag-body";

/** The SDK endpoints, which really have hosts of their own: an evaluation, or the definitions for local evaluation. */
export const sdkRoutes: readonly Route[] = [
  { template: "/flags", slash: "either", access: "application", handlers: { GET: assignments } },
  { template: "/flags/definitions", slash: "either", access: "application", handlers: { GET: definitions } },
];

const contextSchema = z.looseObject({ distinct_id: z.string().min(1), device_id: z.string().optional() });

function assignments(request: Request): Reply {
  const context = readContext(request);
  const visitor = { context, profile: undefined, events: [], mode: "remote", sdk: "node" } as const;
  const flags: Record<string, unknown> = {};
  for (const flag of live(request)) {
    const served = serve(flag, visitor, request);
    if (served.kind === "fallback") continue;
    setOwn(flags, flag.fields.key, {
      variant_key: served.key,
      variant_value: served.value,
      ...experiment(flag),
      is_qa_tester: served.by === "test_user",
    });
  }
  // The vendor's Python client reads the code and serves fallbacks without it.
  return json({ code: 200, flags });
}

function readContext(request: Request): Record<string, unknown> {
  const text = request.query.get("context");
  if (text === null) throw invalid("context is required");
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw invalid("context is not valid JSON");
  }
  const parsed = contextSchema.safeParse(given);
  if (!parsed.success) throw invalid("context must be an object with a distinct_id");
  return { ...parsed.data, device_id: parsed.data.device_id ?? parsed.data.distinct_id };
}

/** Enabled flags only; local evaluation never sees `remote_only` ones. */
function definitions(request: Request): Reply {
  const flags = live(request).filter((flag) => flag.fields.serving_method !== "remote_only");
  return json({
    flags: flags.map((flag) => ({
      id: flag.id,
      name: flag.fields.name,
      key: flag.fields.key,
      status: flag.fields.status,
      project_id: flag.project,
      workspace_id: flag.workspace,
      context: flag.fields.context,
      hash_salt: flag.fields.hash_salt,
      ruleset: rulesetView(flag.fields.ruleset),
      ...experiment(flag),
    })),
  });
}

/** Optional parts are omitted when null: the published description does not allow null there. */
function rulesetView({ variants, rollout, test }: RuleSet): Record<string, unknown> {
  return {
    variants: variants.map(withoutNulls),
    rollout: rollout.map(withoutNulls),
    ...(test !== null && { test }),
  };
}

function withoutNulls(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}

function live({ store, project }: Request): Flag[] {
  return store.flagsOf(project.id).filter((flag) => flag.deleted === null && flag.fields.status === "enabled");
}

function experiment({ fields }: Flag): Record<string, unknown> {
  if (fields.experiment_id === null) return {};
  return { experiment_id: fields.experiment_id, is_experiment_active: fields.is_experiment_active ?? false };
}
