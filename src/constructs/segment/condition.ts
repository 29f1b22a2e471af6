import { type TerraformElement, Token } from "cdktf";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { unknownVariants } from "../flag/unknown-variants";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { nameWithin } from "../internal/parent";
import type { ISegment } from "./i-segment";

/**
 * A condition of a segment or a rule. Create conditions with `Trait.of(…)` or the methods of this class, and combine them with
 * `all`, `any` and `none`.
 */
export class Condition {
  /**
   * All of these conditions must hold.
   *
   * @param conditions the conditions
   */
  public static all(...conditions: Condition[]): Condition {
    return Condition._group("all", conditions);
  }

  /**
   * At least one of these conditions must hold.
   *
   * @param conditions the conditions
   */
  public static any(...conditions: Condition[]): Condition {
    return Condition._group("any", conditions);
  }

  /**
   * None of these conditions may hold.
   *
   * @param conditions the conditions
   */
  public static none(...conditions: Condition[]): Condition {
    return Condition._group("none", conditions);
  }

  /**
   * Matches a percentage of all identities, chosen by their identifier.
   *
   * @param percent 0 to 100
   */
  public static percentage(percent: number): Condition {
    checkLiterals("Condition.percentage", "trait", { percent });
    return Condition._leaf({
      operator: "percentage",
      value: Token.isUnresolved(percent) ? Token.asString(percent) : String(percent),
    });
  }

  /**
   * Matches identities in at least one of these segments.
   *
   * @param segments the segments
   */
  public static inSegment(...segments: ISegment[]): Condition {
    return Condition._segments("inSegment", "in_segment", segments);
  }

  /**
   * Matches identities in none of these segments.
   *
   * @param segments the segments
   */
  public static notInSegment(...segments: ISegment[]): Condition {
    return Condition._segments("notInSegment", "not_in_segment", segments);
  }

  /**
   * Matches identities that another flag serves one of these variants, in the same environment. If the stack also manages that
   * flag's definition, add it to `dependsOn`: Split requires that it exists first.
   *
   * @param flag the other flag
   * @param variants the variants' keys
   */
  public static flagServes(flag: IFeatureFlag, ...variants: string[]): Condition {
    return Condition._served("flagServes", "flag_serves", flag, variants);
  }

  /**
   * Matches identities that another flag serves none of these variants, in the same environment.
   *
   * @param flag the other flag
   * @param variants the variants' keys
   */
  public static flagDoesNotServe(flag: IFeatureFlag, ...variants: string[]): Condition {
    return Condition._served("flagDoesNotServe", "flag_does_not_serve", flag, variants);
  }

  /** @internal */
  public static _leaf(attributes: Attributes): Condition {
    return new Condition(undefined, [], () => attributes);
  }

  private static _segments(method: string, operator: string, segments: readonly ISegment[]): Condition {
    if (segments.length === 0) throw new Error(`Condition.${method} needs at least one segment`);
    return new Condition(undefined, [], (owner) => ({
      operator,
      values: segments.map((each) => nameWithin(owner, each, "name", each.segmentName)),
    }));
  }

  private static _served(method: string, operator: string, flag: IFeatureFlag, variants: readonly string[]): Condition {
    const subject = `Condition.${method}`;
    if (variants.length === 0) throw new Error(`${subject} needs at least one variant`);
    checkLiterals(subject, "trait", { values: variants });
    const [unknown] = unknownVariants(flag, variants);
    if (unknown !== undefined) throw new Error(`${subject}: ${unknown}`);
    return new Condition(undefined, [], (owner) => ({
      operator,
      trait: nameWithin(owner, flag, "key", flag.flagKey),
      values: [...variants],
    }));
  }

  private static _group(match: string, members: readonly Condition[]): Condition {
    if (members.length === 0) throw new Error(`Condition.${match} needs at least one condition`);
    return new Condition(match, members, () => ({}));
  }

  private constructor(
    private readonly match: string | undefined,
    private readonly members: readonly Condition[],
    private readonly attributes: (owner: TerraformElement) => Attributes,
  ) {}

  /** @internal all of these conditions as the provider's rules: single ones share one, each group is one */
  public static _rules(conditions: readonly Condition[], owner: TerraformElement): Attributes[] {
    const singles = conditions.filter((each) => each.match === undefined);
    const groups = conditions.filter((each) => each.match !== undefined);
    const shared = singles.length === 0 ? [] : [Condition.all(...singles)];
    return [...shared, ...groups].map((group) => group.rule(owner, 1));
  }

  private rule(owner: TerraformElement, depth: number): Attributes {
    const singles = this.members.filter((each) => each.match === undefined);
    const groups = this.members.filter((each) => each.match !== undefined);
    if (groups.length > 0 && depth === 2) {
      throw new Error(
        `conditions are nested too deeply: all, any and none can be nested two levels deep, but "${groups[0]?.match ?? ""}" is on a third level. Move the inner part into a segment, or combine levels`,
      );
    }
    return {
      match: this.match,
      conditions: singles.length === 0 ? undefined : singles.map((each) => each.attributes(owner)),
      rules: groups.length === 0 ? undefined : groups.map((each) => each.rule(owner, depth + 1)),
    };
  }
}
