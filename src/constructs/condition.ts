import { Token } from "cdktf";
import type { Attributes } from "./internal/attributes";
import { checkLiterals } from "./internal/check-literals";

/**
 * Something that holds of an identity, or does not: what segments and rules are made of. Made by `Trait.of(…)`, and combined by
 * `all`, `any` and `none`.
 */
export class Condition {
  /**
   * Every one of these must hold.
   *
   * @param conditions the conditions
   */
  public static all(...conditions: Condition[]): Condition {
    return Condition._group("all", conditions);
  }

  /**
   * At least one of these must hold.
   *
   * @param conditions the conditions
   */
  public static any(...conditions: Condition[]): Condition {
    return Condition._group("any", conditions);
  }

  /**
   * None of these may hold.
   *
   * @param conditions the conditions
   */
  public static none(...conditions: Condition[]): Condition {
    return Condition._group("none", conditions);
  }

  /**
   * A share of all identities, chosen by their identifier.
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

  /** @internal */
  public static _leaf(attributes: Attributes): Condition {
    return new Condition(undefined, [], attributes);
  }

  private static _group(match: string, members: readonly Condition[]): Condition {
    if (members.length === 0) throw new Error(`Condition.${match} needs at least one condition`);
    return new Condition(match, members, {});
  }

  private constructor(
    private readonly match: string | undefined,
    private readonly members: readonly Condition[],
    private readonly attributes: Attributes,
  ) {}

  /** @internal all of these conditions as the provider's rules: single ones share one, each group is one */
  public static _rules(conditions: readonly Condition[]): Attributes[] {
    const singles = conditions.filter((each) => each.match === undefined);
    const groups = conditions.filter((each) => each.match !== undefined);
    const shared = singles.length === 0 ? [] : [Condition.all(...singles)];
    return [...shared, ...groups].map((group) => group.rule(1));
  }

  private rule(depth: number): Attributes {
    const singles = this.members.filter((each) => each.match === undefined);
    const groups = this.members.filter((each) => each.match !== undefined);
    if (groups.length > 0 && depth === 2) {
      throw new Error(
        `conditions nest too deep: all, any and none go two levels into each other, here "${groups[0]?.match ?? ""}" stands in a third. Make a segment of the inner part, or combine levels`,
      );
    }
    return {
      match: this.match,
      conditions: singles.length === 0 ? undefined : singles.map((each) => each.attributes),
      rules: groups.length === 0 ? undefined : groups.map((each) => each.rule(depth + 1)),
    };
  }
}
