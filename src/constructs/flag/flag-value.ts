import { type IResolvable, Token } from "cdktf";
import { getOwn } from "../../get-own";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { jsonMeaning } from "../internal/literals/json-meaning";

/**
 * A typed value of a flag: `true` and `"true"` are different values.
 */
export class FlagValue {
  /**
   * Text.
   *
   * @param value the text; `${` and `%{` in it are escaped for Terraform
   */
  public static ofString(value: string): FlagValue {
    checkLiterals("FlagValue.ofString", "string", value);
    return new FlagValue("string", value);
  }

  /**
   * A whole number.
   *
   * @param value the number
   */
  public static ofInteger(value: number): FlagValue {
    checkLiterals("FlagValue.ofInteger", "integer", value);
    return new FlagValue("integer", value);
  }

  /**
   * A number with a fraction.
   *
   * @param value the number
   */
  public static ofNumber(value: number): FlagValue {
    checkLiterals("FlagValue.ofNumber", "number", value);
    return new FlagValue("number", value);
  }

  /**
   * On or off, for a boolean flag's value.
   *
   * @param value the boolean
   */
  public static ofBoolean(value: boolean | IResolvable): FlagValue {
    checkLiterals("FlagValue.ofBoolean", "boolean", value);
    return new FlagValue("boolean", value);
  }

  /**
   * JSON, given as text and compared by meaning.
   *
   * @param text the result of `JSON.stringify` or `Fn.jsonencode`
   */
  public static ofJson(text: string): FlagValue {
    checkLiterals("FlagValue.ofJson", "json", text);
    return new FlagValue("json", text);
  }

  /** @internal */
  public readonly _kind: string;
  /** @internal */
  public readonly _content: unknown;

  private constructor(kind: string, content: unknown) {
    this._kind = kind;
    this._content = content;
  }

  /** @internal */
  public _attributes(): Attributes {
    return { [this._kind]: this._content };
  }

  /** @internal whether it surely is another value: tokens may be anything */
  public _differsFrom(other: FlagValue): boolean {
    if (Token.isUnresolved(this._content) || Token.isUnresolved(other._content)) return false;
    return meaning(this) !== meaning(other);
  }

  /** @internal what is wrong with it as a value of a flag; an unknown type refuses nothing */
  public _issues(flagType: string | undefined, where: string): string[] {
    if (flagType === undefined || this._kind === flagType) return [];
    if (flagType === "number" && this._kind === "integer") return [];
    return [
      `${where} is a value of type ${this._kind}, but the flag serves ${flagType}: use ${getOwn(FACTORIES, flagType) ?? "FlagValue"}`,
    ];
  }
}

/** A whole number is a number, and JSON counts by what it says. */
function meaning({ _kind: kind, _content: content }: FlagValue): string {
  if (kind === "integer" || kind === "number") return `number ${String(content)}`;
  if (kind !== "json") return `${kind} ${String(content)}`;
  return jsonMeaning(String(content));
}

const FACTORIES: Readonly<Record<string, string>> = {
  string: "FlagValue.ofString",
  integer: "FlagValue.ofInteger",
  number: "FlagValue.ofNumber",
  boolean: "FlagValue.ofBoolean",
  json: "FlagValue.ofJson",
};
