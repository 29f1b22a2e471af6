import { notSupported } from "../../adapter/errors";
import type { PlatformError } from "../../port/platform-error";
import type { SegmentSettings } from "../../port/segment";
import type { Members, Rule, SegmentAnswer } from "../api/answers";
import type { CreateSegmentBody, SegmentData, SegmentOperation, UpdateSegmentBody } from "../api/bodies";
import { type Entity, formatIdentifier } from "../api/entity";
import { refusal } from "../api/refusal";
import { sameJson } from "../api/same-json";
import { addMember, identitiesIn, removeMember, requireIdentity } from "../definition/edits/targets";
import { type ConditionContext, UnsupportedRuleError } from "./conditions";
import { fromSegmentRules, toSegmentRules } from "./segment-rules";

/** A segment's settings <-> requests. */

export function newSegment(settings: SegmentSettings, context: ConditionContext, attempted: string): CreateSegmentBody {
  const { name, description, rules = [], identities = [], settings: { vercel } = {} } = settings;
  const members = (identifiers: readonly string[]): Members =>
    identifiers
      .map((identifier) => requireIdentity(identifier, context.identity, attempted))
      .reduce<Members>((all, identity) => addMember(all, identity, { value: identity.value }), {});
  return {
    slug: name,
    label: vercel?.label ?? name,
    hint: "",
    ...(description !== undefined && { description }),
    data: {
      rules: rulesFor(rules, [], context, attempted),
      include: members(identities),
      exclude: members(vercel?.excluded ?? []),
    },
  };
}

/** Undefined: nothing changes. */
export function segmentChanges(
  current: SegmentAnswer,
  changes: Partial<SegmentSettings>,
  context: ConditionContext,
  attempted: string,
): UpdateSegmentBody | undefined {
  const { name, description, rules, identities, settings: { vercel } = {} } = changes;
  if (name !== undefined && name !== current.slug) throw cannotRename(current.slug, attempted);
  const operations = [
    ...(identities ? operationsFor("include", current.data.include, identities, context, attempted) : []),
    ...(vercel?.excluded ? operationsFor("exclude", current.data.exclude, vercel.excluded, context, attempted) : []),
  ];
  const sameRules = rules === undefined || sameJson(fromSegmentRules(current.data.rules, context), rules);
  const data = sameRules
    ? undefined
    : withOperations({ ...dataOf(current), rules: rulesFor(rules, current.data.rules, context, attempted) }, operations);
  const body: UpdateSegmentBody = {
    ...(vercel?.label !== undefined && vercel.label !== current.label && { label: vercel.label }),
    ...(description !== undefined && description !== (current.description ?? undefined) && { description }),
    ...(data && { data }),
    ...(!data && operations.length > 0 && { operations }),
  };
  return Object.keys(body).length === 0 ? undefined : body;
}

export function identifiersIn(members: Members, identity: Entity): string[] {
  return identitiesIn(members).flatMap((each) => formatIdentifier(each, identity) ?? []);
}

function dataOf({ data: { rules, include = {}, exclude = {} } }: SegmentAnswer): SegmentData {
  return { rules, include, exclude };
}

function rulesFor(
  rules: NonNullable<SegmentSettings["rules"]>,
  current: readonly Rule[],
  context: ConditionContext,
  attempted: string,
): Rule[] {
  try {
    return toSegmentRules(rules, current, context);
  } catch (error) {
    if (!(error instanceof UnsupportedRuleError)) throw error;
    throw refusal(attempted, "Vercel does not support its rules", error.message, "segment");
  }
}

/** Additions first. Listed identities that cannot be named here are left alone. */
function operationsFor(
  field: SegmentOperation["field"],
  members: Members = {},
  wanted: readonly string[],
  { identity }: ConditionContext,
  attempted: string,
): SegmentOperation[] {
  const present = identifiersIn(members, identity);
  const operation = (action: SegmentOperation["action"]) => (identifier: string) => {
    const { kind, attribute, value } = requireIdentity(identifier, identity, attempted);
    return { action, field, entity: kind, attribute, value: { value } };
  };
  const added = [...new Set(wanted)].filter((each) => !present.includes(each));
  const removed = present.filter((each) => !wanted.includes(each));
  return [...added.map(operation("add")), ...removed.map(operation("remove"))];
}

function withOperations(data: SegmentData, operations: readonly SegmentOperation[]): SegmentData {
  return operations.reduce((left, { action, field, entity, attribute, value }) => {
    const member = { kind: entity, attribute, value: value.value };
    const members = action === "add" ? addMember(left[field], member, value) : removeMember(left[field], member);
    return { ...left, [field]: members };
  }, data);
}

function cannotRename(slug: string, attempted: string): PlatformError {
  return notSupported(attempted, {
    reason: `Vercel cannot rename a segment, and this one is named "${slug}"`,
    nextStep: "Change its label (vercel.label), which the dashboard shows, or create a segment with the new name.",
    subject: "segment",
  });
}
