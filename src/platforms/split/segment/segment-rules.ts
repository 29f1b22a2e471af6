import * as z from "zod/mini";
import { SingleFlight } from "../../../http/single-flight";
import type { Project } from "../../port/named";
import type { Segment } from "../../port/segment";
import { type SegmentDefinitionAnswer, segmentDefinitionAnswer } from "../api/answers";
import type { Matcher } from "../document/document";
import { describeMatchers, fromAlternatives, sameMatchers } from "../document/rules";
import type { Submitted } from "../run/change-requests";
import type { SplitContext } from "../run/context";
import type { SegmentTarget } from "./segment-keys";
import type { Place } from "./segment-places";

/** The rules of a rule-based segment, environment by environment. */
export class SegmentRules {
  /** One list per environment answers for all segments of the run, until we change one. */
  private readonly swept = new SingleFlight<readonly SegmentDefinitionAnswer[]>();

  constructor(private readonly context: SplitContext) {}

  /** If environments differ, the first that differs from the first one, so that the plan shows a difference. */
  async read(project: Project, places: readonly Place[], name: string): Promise<Pick<Segment, "rules" | "foreignRules">> {
    const all = await Promise.all(places.map(({ id }) => this.matchers(project, id, name)));
    const [first = [], ...others] = all;
    const differing = others.find((each) => !sameAlternatives(each, first)) ?? first;
    const rules = fromAlternatives(differing);
    return rules
      ? { rules }
      : { rules: [], foreignRules: `the conditions \`${differing.map(describeMatchers).join("; or ")}\`` };
  }

  /** A write replaces the whole definition: what is not managed (who is excluded) is sent back as it is. */
  async write(target: SegmentTarget, alternatives: readonly Matcher[][]): Promise<Submitted | undefined> {
    const { project, place, name } = target;
    const { segmentClient, approvals } = this.context;
    const key = `${project.id}/${place.id}`;
    this.swept.forget(key);
    const found = await this.definition(project, place.id, name);
    const now = (found?.rules ?? []).map(({ condition }) => condition.matchers);
    if (sameAlternatives(now, alternatives)) return undefined;
    const rules = alternatives.map((matchers) => {
      const same = found?.rules?.find(({ condition }) => sameMatchers(condition.matchers, matchers));
      return same ?? { condition: { combiner: "AND", matchers } };
    });
    const content = {
      rules,
      excludedKeys: found?.excludedKeys ?? [],
      excludedSegments: found?.excludedSegments ?? [],
    };
    const submitted = await approvals.writeOrSubmit(
      place,
      () => segmentClient.writeDefinition(project.id, place.id, name, { ...target.words, ...content }),
      () => this.submit(target, content, alternatives),
    );
    if (!submitted) this.swept.forget(key);
    return submitted;
  }

  private submit(
    { place, ...target }: SegmentTarget,
    content: Readonly<Record<string, unknown>>,
    alternatives: readonly Matcher[][],
  ): Promise<Submitted> {
    return this.context.changeRequests.submit({
      ...target,
      environment: place,
      kind: "ruleBasedSegment",
      operation: "UPDATE",
      content,
      isSame: ({ ruleBasedSegment }) => {
        const asked = z.safeParse(segmentDefinitionAnswer, ruleBasedSegment);
        const rules = asked.success ? (asked.data.rules ?? []) : undefined;
        return (
          rules !== undefined &&
          sameAlternatives(
            rules.map(({ condition }) => condition.matchers),
            alternatives,
          )
        );
      },
      what: `segment ${target.name}`,
    });
  }

  private async matchers(project: Project, environment: string, name: string): Promise<Matcher[][]> {
    const found = await this.definition(project, environment, name);
    return (found?.rules ?? []).map(({ condition }) => condition.matchers);
  }

  private async definition(project: Project, environment: string, name: string) {
    const all = await this.swept.get(`${project.id}/${environment}`, () =>
      this.context.segmentClient.definitions(project.id, environment),
    );
    return all.find((each) => each.name === name);
  }
}

/** Alternatives compare in any order. */
function sameAlternatives(one: readonly (readonly Matcher[])[], other: readonly (readonly Matcher[])[]): boolean {
  const has = (all: typeof one, matchers: readonly Matcher[]): boolean => all.some((each) => sameMatchers(each, matchers));
  return one.length === other.length && one.every((each) => has(other, each)) && other.every((each) => has(one, each));
}
