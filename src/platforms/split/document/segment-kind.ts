import { invalid, notSupported } from "../../adapter/errors";
import type { PlatformError } from "../../port/platform-error";
import type { Segment, SegmentSettings } from "../../port/segment";
import type { KindName } from "../api/client";
import { SEGMENT_KINDS } from "./document";

/** The kind of a new segment: as configured, or from its content. */
export function kindFor({ rules = [], identities = [], settings }: Partial<SegmentSettings>, attempted: string): KindName {
  const stated = settings?.split?.kind;
  const kind = stated ?? (rules.length > 0 ? "rule_based" : "standard");
  const known = SEGMENT_KINDS.find((each) => each.kind === kind)?.kind;
  const refuse = (reason: string, nextStep: string, attribute: readonly string[]): PlatformError =>
    invalid(attempted, { reason, nextStep, subject: "segment", attribute });
  if (!known) throw refuse(`there is no kind "${kind}"`, "Use standard, rule_based or large.", ["split", "kind"]);
  if (known !== "rule_based" && rules.length > 0)
    throw refuse(`a ${known} segment has no rules`, "Make it rule_based, or list identities.", ["rules"]);
  if (known !== "standard" && identities.length > 0) {
    const next =
      known === "large"
        ? "The API accepts the members of a large segment only as a file in a change request: upload them in Split."
        : "Add a rule with one_of on the identity itself, or create two segments.";
    throw refuse(`a ${known} segment lists no identities`, next, ["identities"]);
  }
  return known;
}

/** Throws PlatformError for a change that Split cannot make, or that segments of this kind do not have. */
export function refuseFixed(changes: Partial<SegmentSettings>, current: Segment, attempted: string): void {
  const { description, rules, identities, settings } = changes;
  const fixed = [
    ...(changes.name !== undefined && changes.name !== current.name ? [NAME] : []),
    ...(description !== undefined && description !== (current.description ?? "") ? [DESCRIPTION] : []),
    ...(settings?.split?.kind !== undefined && settings.split.kind !== current.settings?.split?.kind ? [KIND] : []),
  ];
  const kind = current.settings?.split?.kind;
  const wrong = [
    ...(kind !== "rule_based" && (rules ?? []).length > 0 ? [RULES] : []),
    ...(kind !== "standard" && (identities ?? []).length > 0 ? [IDENTITIES] : []),
  ];
  const [first] = [...fixed, ...wrong];
  if (!first) return;
  const named = (members: readonly Member[]): readonly string[] => members.map(({ name }) => name);
  throw notSupported(attempted, {
    reason:
      fixed.length > 0
        ? `this API of Split cannot change the ${named(fixed).join(" and the ")} of a segment`
        : `a ${kind ?? "standard"} segment has no ${named(wrong).join(" and no ")}`,
    nextStep: "Change it in the web console, or create another segment.",
    subject: "segment",
    attribute: first.attribute,
  });
}

interface Member {
  readonly name: string;
  readonly attribute: readonly string[];
}

const NAME: Member = { name: "name", attribute: ["name"] };
const DESCRIPTION: Member = { name: "description", attribute: ["description"] };
const KIND: Member = { name: "kind", attribute: ["split", "kind"] };
const RULES: Member = { name: "rules", attribute: ["rules"] };
const IDENTITIES: Member = { name: "identities", attribute: ["identities"] };

/**
 * Whether an existing segment may be the incomplete result of an earlier run (which was stopped, or the rest needs approval): it
 * matches the configuration, and lacks a part of it. The caller checks its age and its uses, and decides about any other segment.
 */
export function isPartlyCreated(
  found: Segment,
  { description = "", identities = [], rules = [] }: SegmentSettings,
  /** What it lists in each environment that it is enabled in. */
  listed: readonly (readonly string[])[],
  environments: number,
): boolean {
  if ((found.description ?? "") !== description) return false;
  const wanted = new Set(identities);
  const isPart = listed.every((keys) => keys.every((key) => wanted.has(key)));
  const lacksRules = found.rules.length === 0 && rules.length > 0;
  const lacks =
    found.settings?.split?.environments?.length !== environments || listed.some((keys) => keys.length < wanted.size);
  return isPart && (lacks || lacksRules);
}
