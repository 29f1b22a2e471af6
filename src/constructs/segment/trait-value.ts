import type { IResolvable } from "cdktf";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";

/**
 * A typed value of a trait: `42` and `"42"` are different values.
 */
export class TraitValue {
  /**
   * Text.
   *
   * @param value the text; `${` and `%{` in it are escaped for Terraform
   */
  public static ofString(value: string): TraitValue {
    checkLiterals("TraitValue.ofString", "string", value);
    return new TraitValue("string", value);
  }

  /**
   * A whole number.
   *
   * @param value the number
   */
  public static ofInteger(value: number): TraitValue {
    checkLiterals("TraitValue.ofInteger", "integer", value);
    return new TraitValue("integer", value);
  }

  /**
   * A number with a fraction.
   *
   * @param value the number
   */
  public static ofNumber(value: number): TraitValue {
    checkLiterals("TraitValue.ofNumber", "number", value);
    return new TraitValue("number", value);
  }

  /**
   * True or false.
   *
   * @param value the boolean
   */
  public static ofBoolean(value: boolean | IResolvable): TraitValue {
    checkLiterals("TraitValue.ofBoolean", "boolean", value);
    return new TraitValue("boolean", value);
  }

  private constructor(
    private readonly kind: string,
    private readonly content: unknown,
  ) {}

  /** @internal */
  public _attributes(): Attributes {
    return { [this.kind]: this.content };
  }
}
