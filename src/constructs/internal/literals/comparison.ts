import { Token } from "cdktf";
import { Condition } from "../../segment/condition";
import { checkLiterals } from "./check-literals";

/**
 * A trait, and how its values are compared. The default type is left out (text for equality, numbers for order), as platforms return
 * it: a second form of the same condition would show as a difference in plans.
 */
export class Comparison {
  public constructor(
    public readonly trait: string,
    private readonly what: string,
    private readonly type?: string,
  ) {}

  /** With one value. */
  public one(operator: string, value: string, type = this.type): Condition {
    checkLiterals(this.what, "string", value);
    return Condition._leaf({ operator, trait: this.trait, value, type });
  }

  /** With several; the method's name is for people. */
  public several(method: string, operator: string, values: readonly string[], type = this.type): Condition {
    if (values.length === 0) throw new Error(`${this.what}.${method} needs at least one value`);
    checkLiterals(`${this.what}.${method}`, "trait", { values });
    return Condition._leaf({ operator, trait: this.trait, values: [...values], type });
  }

  /** With nothing. */
  public nothing(operator: string): Condition {
    return Condition._leaf({ operator, trait: this.trait });
  }

  /** From one value to another, both included. */
  public range(lower: string, upper: string, isReversed: boolean, type = this.type): Condition {
    if (isReversed)
      throw new Error(`${this.what}.between goes from the lower to the upper end, not from ${lower} to ${upper}`);
    return this.several("between", "between", [lower, upper], type);
  }
}

/** A number as the text it is compared with; a token stays one. */
export function numberText(value: number): string {
  return Token.isUnresolved(value) ? Token.asString(value) : String(value);
}

/** The text of numbers, checked. */
export function numberTexts(what: string, ...values: number[]): string[] {
  for (const value of values) checkLiterals(what, "number", value);
  return values.map(numberText);
}

/** Whether a range of literal numbers goes backwards. */
export function isReversed(lower: number, upper: number): boolean {
  return !Token.isUnresolved(lower) && !Token.isUnresolved(upper) && lower > upper;
}
