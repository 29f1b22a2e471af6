import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";

/**
 * A stage of a rollout: the share that gets the new variant, and the duration.
 */
export class RolloutStage {
  /**
   * Creates a stage.
   *
   * @param percentage the share that gets the new variant, more than 0 and less than 100
   * @param minutes how long the stage lasts
   */
  public static of(percentage: number, minutes: number): RolloutStage {
    checkLiterals("RolloutStage.of", "stage", { percentage, minutes });
    return new RolloutStage(percentage, minutes);
  }

  /** @internal */
  public readonly _percentage: number;

  private constructor(
    percentage: number,
    private readonly minutes: number,
  ) {
    this._percentage = percentage;
  }

  /** @internal */
  public _attributes(): Attributes {
    return { percentage: this._percentage, minutes: this.minutes };
  }
}
