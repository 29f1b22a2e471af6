import type { Condition, Content, Environment, Membership } from "../../store/records";
import type { Store } from "../../store/store";
import { segmentsOf, segmentsOfCondition } from "../segments/named-segments";
import { TYPES } from "../segments/segment-uses";

/** A flag or a rule-based segment: nothing else refers to other objects. */
type Link = `flag ${string}` | `segment ${string}`;

type Rules = Pick<Membership, "rules" | "excludedSegments">;

/** What a definition depends on: flags by their treatments, and rule-based segments. */
export function linksOfContent(content: Content): Link[] {
  const segments = segmentsOf(content).flatMap(({ kind, name }) => (kind === "rule_based" ? [segmentLink(name)] : []));
  return [...segments, ...content.rules.flatMap(({ condition }) => flagsOfCondition(condition))];
}

export function linksOfRules({ rules, excludedSegments }: Rules): Link[] {
  const named = rules.flatMap(({ condition }) => [
    ...segmentsOfCondition(condition).flatMap(({ kind, name }) => (kind === "rule_based" ? [segmentLink(name)] : [])),
    ...flagsOfCondition(condition),
  ]);
  return [...named, ...excludedSegments.flatMap(({ name, type }) => (type === TYPES.rule_based ? [segmentLink(name)] : []))];
}

/**
 * The cycle through a node in one environment, undefined when there is none. SDKs would follow such links forever, so
 * the server has to refuse a change that closes a cycle (the reference does not mention it).
 */
export function findCycle(store: Store, environment: Environment, start: Link, links: readonly Link[]): Link[] | undefined {
  const seen = new Set<Link>();
  const paths: Link[][] = links.map((each) => [start, each]);
  for (const path of paths) {
    const here = path.at(-1) ?? start;
    if (here === start) return path;
    if (seen.has(here)) continue;
    seen.add(here);
    paths.push(...linksFrom(store, environment, here).map((next) => [...path, next]));
  }
  return undefined;
}

function linksFrom(store: Store, environment: Environment, link: Link): Link[] {
  const name = link.slice(link.indexOf(" ") + 1);
  if (link.startsWith("flag ")) {
    const flag = store.flagNamed(environment.workspace, name);
    const definition = flag && store.definition(flag.id, environment.id);
    return definition ? linksOfContent(definition.content) : [];
  }
  const segment = store.segmentNamed(environment.workspace, "rule_based", name);
  const membership = segment && store.membership(segment.id, environment.id);
  return membership ? linksOfRules(membership) : [];
}

function flagsOfCondition({ matchers }: Condition): Link[] {
  return matchers.flatMap(({ depends }): Link[] => (depends ? [`flag ${depends.splitName}`] : []));
}

function segmentLink(name: string): Link {
  return `segment ${name}`;
}
