import { Token } from "cdktf";
import { checkLiterals } from "../internal/literals/check-literals";

/**
 * Whether changes need Flagsmith's change requests. Not available on every Flagsmith plan.
 */
export class ChangeRequests {
  /**
   * Changes need no change request.
   */
  public static off(): ChangeRequests {
    return new ChangeRequests("off");
  }

  /**
   * Changes need a change request with this number of approvals.
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
