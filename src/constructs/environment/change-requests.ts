import { Token } from "cdktf";
import { checkLiterals } from "../internal/literals/check-literals";

/**
 * Whether changes must go through Flagsmith's change requests. Not on every plan.
 */
export class ChangeRequests {
  /**
   * Changes are made at once.
   */
  public static off(): ChangeRequests {
    return new ChangeRequests("off");
  }

  /**
   * Changes go through change requests that so many people have to approve.
   *
   * @param count 0 or more
   */
  public static approvals(count: number): ChangeRequests {
    checkLiterals("ChangeRequests.approvals", "count", count);
    return new ChangeRequests(Token.isUnresolved(count) ? Token.asString(count) : String(count));
  }

  private constructor(private readonly text: string) {}

  /** @internal */
  public _attribute(): string {
    return this.text;
  }
}
