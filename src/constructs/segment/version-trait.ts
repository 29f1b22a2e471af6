import { Comparison } from "../internal/literals/comparison";
import type { Condition } from "./condition";

/**
 * A trait whose values are semantic versions: the result of `Trait.of(…).asVersion()`. `1.10.0` is greater than `1.9.0`.
 */
export class VersionTrait {
  /** @internal */
  public static _of(trait: string): VersionTrait {
    return new VersionTrait(new Comparison(trait, `Trait.of("${trait}").asVersion()`, "version"));
  }

  private constructor(private readonly comparison: Comparison) {}

  /**
   * Matches if the trait is this version.
   *
   * @param version such as `1.2.0`
   */
  public equalTo(version: string): Condition {
    return this.comparison.one("equal_to", version);
  }

  /**
   * Matches if the trait is a different version.
   *
   * @param version such as `1.2.0`
   */
  public notEqualTo(version: string): Condition {
    return this.comparison.one("not_equal_to", version);
  }

  /**
   * Matches if the trait is one of these versions.
   *
   * @param versions such as `1.2.0`
   */
  public oneOf(...versions: string[]): Condition {
    return this.comparison.several("oneOf", "one_of", versions);
  }

  /**
   * Matches if the trait is none of these versions.
   *
   * @param versions such as `1.2.0`
   */
  public notOneOf(...versions: string[]): Condition {
    return this.comparison.several("notOneOf", "not_one_of", versions);
  }

  /**
   * Matches if the trait is a later version.
   *
   * @param version such as `1.2.0`
   */
  public greaterThan(version: string): Condition {
    return this.comparison.one("greater_than", version);
  }

  /**
   * Matches if the trait is this version or a later one.
   *
   * @param version such as `1.2.0`
   */
  public atLeast(version: string): Condition {
    return this.comparison.one("at_least", version);
  }

  /**
   * Matches if the trait is an earlier version.
   *
   * @param version such as `1.2.0`
   */
  public lessThan(version: string): Condition {
    return this.comparison.one("less_than", version);
  }

  /**
   * Matches if the trait is this version or an earlier one.
   *
   * @param version such as `1.2.0`
   */
  public atMost(version: string): Condition {
    return this.comparison.one("at_most", version);
  }

  /**
   * Matches if the trait is between two versions, both included.
   *
   * @param earlier such as `1.2.0`
   * @param later such as `2.0.0`
   */
  public between(earlier: string, later: string): Condition {
    return this.comparison.range(earlier, later, false);
  }
}
