import { describeUnit } from "../../../platforms/adapter/edits/units";
import { findByName } from "../../../platforms/adapter/lists/names";
import type { Definition } from "../../../platforms/port/definition";
import type { Segment } from "../../../platforms/port/segment";
import { DiagnosticError, error } from "../../../terraform/diagnostic";
import type { PlanContext } from "../../../terraform/resource";
import type { Planned } from "../../../terraform/schema";
import { isUnknown } from "../../../terraform/value";
import { whereKnown } from "../../common/known";
import { look } from "../../parents/plan-look";
import { unitThatStands } from "../../parents/standing-unit";
import type { Client } from "../../run/client";
import { type DefinitionState, type environmentDefinitionAttributes, PATHS } from "../environment-definition-attributes";
import { becomesExact, isExact } from "./listed-overrides";

type PlannedDefinition = Planned<typeof environmentDefinitionAttributes>;

/**
 * Warns at plan about what an exact set that may adopt would remove: what exists and is not listed. It uses the run's lists;
 * the apply decides exactly. A platform that does not answer is no reason to refuse a plan.
 */
export async function previewAdoption(planned: PlannedDefinition, context: PlanContext<Client>): Promise<void> {
  const { client } = context;
  if (!client || !adopts(planned, client)) return;
  try {
    const removed = await unlisted(planned, client);
    if (removed !== undefined) warnOfRemoval(removed, context);
  } catch (cause) {
    context.log.info("could not check what a definition would adopt", {
      reason: cause instanceof Error ? cause.message : String(cause),
    });
  }
}

/** A set that listed some overrides and is to be complete: others that are there are refused, or removed if it may adopt them. */
export function refuseUnlisted(
  prior: DefinitionState | null,
  planned: PlannedDefinition,
  context: PlanContext<Client>,
): Promise<void> {
  // Whether it may adopt them is only known at apply, which refuses then.
  if (!becomesExact(prior, planned) || isUnknown(planned.adopt_existing)) return Promise.resolve();
  return look(PATHS, context, async (client) => {
    const found = await unlisted({ ...planned, rules: null }, client);
    if (!found || found.lost.length === 0) return;
    if (adopts(planned, client)) return warnOfRemoval(found, context);
    throw new DiagnosticError(
      error(
        `The definition of ${found.unit} cannot become the exact set of its overrides`,
        `These exist on the platform and are not listed: ${listing(found.lost)}. With overrides = "exact" they would be removed. List them, keep overrides = "listed", or set adopt_existing = true to have them removed.`,
        ["overrides"],
      ),
    );
  });
}

function adopts({ adopt_existing: stated }: PlannedDefinition, { defaults }: Client): boolean {
  return whereKnown(stated) ?? defaults.adoptExisting;
}

function warnOfRemoval({ unit, lost }: Unlisted, context: PlanContext<Client>): void {
  if (lost.length === 0) return;
  context.warn(
    "Objects created elsewhere will be removed (adopt_existing)",
    `The definition of ${unit} is an exact list. These exist on the platform and are not listed, so the apply removes them: ${listing(lost)}. To keep one, add it to the list.`,
  );
}

function listing(lost: readonly string[]): string {
  const shown = lost.slice(0, 40);
  return `${shown.join(", ")}${lost.length > shown.length ? `, and ${lost.length - shown.length} more` : ""}`;
}

interface Unlisted {
  readonly unit: string;
  readonly lost: readonly string[];
}

async function unlisted(planned: PlannedDefinition, client: Client): Promise<Unlisted | undefined> {
  const unit = await unitThatStands(planned, client);
  if (!unit) return undefined;
  const { platform } = client;
  const overrides = isExact(planned) ? (whereKnown(planned.segment_overrides) ?? null) : null;
  const identities = isExact(planned) ? (whereKnown(planned.identity_overrides) ?? null) : null;
  const rules = whereKnown(planned.rules) ?? null;
  const definition =
    overrides === null && rules === null
      ? undefined
      : ((await platform.definitions.sweep(unit)) ?? (await platform.definitions.read(unit)));
  const segments = overrides === null ? [] : await platform.segments.list(unit.project);
  const known =
    identities === null
      ? undefined
      : ((await platform.identityOverrides.sweepAll(unit)) ?? (await platform.identityOverrides.list(unit)));
  const lost = [
    ...(overrides === null ? [] : unlistedSegments(Object.entries(overrides), definition, segments)),
    ...(identities === null
      ? []
      : [...(known?.keys() ?? [])].filter((each) => !Object.hasOwn(identities, each)).map((each) => `identity ${each}`)),
    ...(rules === null ? [] : unlistedRules(rules, definition)),
  ];
  return { unit: describeUnit(unit), lost };
}

function unlistedSegments(
  listed: readonly (readonly [string, { readonly segment_id: unknown } | unknown])[],
  definition: Definition | undefined,
  segments: readonly Segment[],
): string[] {
  const ids = listed.map(([name, override]) => {
    const id = override !== null && typeof override === "object" && "segment_id" in override ? override.segment_id : null;
    return typeof id === "string" ? id : findByName(segments, name, "segment", `read segment ${name}`)?.id;
  });
  const left = definition?.segmentOverrides.filter(({ segmentId }) => !ids.includes(segmentId)) ?? [];
  return left.map(({ segmentId }) => `segment ${segments.find(({ id }) => id === segmentId)?.name ?? segmentId}`);
}

/** By key if the platform has keys, otherwise by count. */
function unlistedRules(listed: readonly unknown[], definition: Definition | undefined): string[] {
  const keys = listed.map((rule) => (rule !== null && typeof rule === "object" && "key" in rule ? rule.key : undefined));
  const left = definition?.rules?.filter(({ key }) => key === null || !keys.includes(key)) ?? [];
  const keyless = left.filter(({ key }) => key === null).length;
  return [
    ...left.flatMap(({ key, words }) => (key === null ? [] : [`rule ${words ?? key}`])),
    ...(keyless > listed.length ? [`${keyless - listed.length} rules`] : []),
  ];
}
