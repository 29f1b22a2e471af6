import type { Condition } from "./condition";
import { Comparison } from "../internal/literals/comparison";

/**
 * A trait whose values are semantic versions: what `Trait.of(…).asVersion()` gives. `1.10.0` is larger than `1.9.0`.
 */
export class VersionTrait {
  /** @internal */
  public static _of(trait: string): VersionTrait {
    return new VersionTrait(new Comparison(trait, `Trait.of("${trait}").asVersion()`, "version"));
  }

  private constructor(private readonly comparison: Comparison) {}

  /**
   * Holds where the trait is this version.
   *
   * @param version as `1.2.0`
   */
  public equalTo(version: string): Condition {
    return this.comparison.one("equal_to", version);
  }

  /**
   * Holds where the trait is another version.
   *
   * @param version as `1.2.0`
   */
  public notEqualTo(version: string): Condition {
    return this.comparison.one("not_equal_to", version);
  }

  /**
   * Holds where the trait is one of these versions.
   *
   * @param versions as `1.2.0`
   */
  public oneOf(...versions: string[]): Condition {
    return this.comparison.several("oneOf", "one_of", versions);
  }

  /**
   * Holds where the trait is none of these versions.
   *
   * @param versions as `1.2.0`
   */
  public notOneOf(...versions: string[]): Condition {
    return this.comparison.several("notOneOf", "not_one_of", versions);
  }

  /**
   * Holds where the trait is a later version.
   *
   * @param version as `1.2.0`
   */
  public greaterThan(version: string): Condition {
    return this.comparison.one("greater_than", version);
  }

  /**
   * Holds where the trait is this version or a later one.
   *
   * @param version as `1.2.0`
   */
  public atLeast(version: string): Condition {
    return this.comparison.one("at_least", version);
  }

  /**
   * Holds where the trait is an earlier version.
   *
   * @param version as `1.2.0`
   */
  public lessThan(version: string): Condition {
    return this.comparison.one("less_than", version);
  }

  /**
   * Holds where the trait is this version or an earlier one.
   *
   * @param version as `1.2.0`
   */
  public atMost(version: string): Condition {
    return this.comparison.one("at_most", version);
  }

  /**
   * Holds where the trait is between two versions, or one of them.
   *
   * @param earlier as `1.2.0`
   * @param later as `2.0.0`
   */
  public between(earlier: string, later: string): Condition {
    return this.comparison.range(earlier, later, false);
  }
}
