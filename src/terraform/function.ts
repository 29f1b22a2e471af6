import type { Type, ValueOf } from "./schema";
import type { Unknown } from "./value";

/**
 * A function that configurations call as `provider::<name of the provider>::<name>(…)`, of Terraform 1.8 and OpenTofu 1.7, and
 * later. It must be pure: Terraform compares what a plan and its apply got from the same arguments. It is called in a process that
 * is not configured.
 */
export interface FunctionDefinition {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  readonly parameters: readonly Parameter[];
  /** For all further arguments. */
  readonly variadic?: Parameter;
  readonly returns: Type;
  /**
   * Throws an ArgumentError for arguments it cannot use. Unknown: the result is known after apply, which only a function
   * with a parameter that accepts unknown values may return.
   */
  call(args: readonly unknown[]): unknown;
}

/** The argument is of any type, and gets to the function without a check, as plain data with Decimals for numbers. */
export const ANY = { kind: "any" } as const;

export interface Parameter<T extends Type | typeof ANY = Type | typeof ANY> {
  readonly name: string;
  readonly type: T;
  /** Markdown. */
  readonly description: string;
  /** Null is accepted. Otherwise Terraform refuses it before the call. */
  readonly nullable?: true;
  /** Unknown values are accepted, also inside of the argument. Otherwise Terraform takes the result for unknown, without a call. */
  readonly takesUnknown?: true;
}

/** An argument that the function cannot use; the index counts from 0. */
export class ArgumentError extends Error {
  constructor(
    readonly index: number,
    message: string,
  ) {
    super(message);
  }
}

type ArgumentOf<P extends Parameter> =
  | (P["type"] extends Type ? ValueOf<P["type"], P extends { takesUnknown: true } ? Unknown : never> : unknown)
  | (P extends { nullable: true } ? null : never);

interface TypedFunction<P extends readonly Parameter[], V extends Parameter, R extends Type> extends Omit<
  FunctionDefinition,
  "call"
> {
  readonly parameters: P;
  readonly variadic?: V;
  readonly returns: R;
  call(
    ...args: [...{ [K in keyof P]: ArgumentOf<P[K]> }, ...ArgumentOf<V>[]]
  ): ValueOf<R, Unknown> | Promise<ValueOf<R, Unknown>>;
}

/** Erases the arguments' types: they are decoded by the same `parameters`, so `call` gets the types it was written for. */
export function defineFunction<const P extends readonly Parameter[], const V extends Parameter, const R extends Type>(
  definition: TypedFunction<P, V, R>,
): FunctionDefinition {
  const { call } = definition;
  return { ...definition, call: (args) => (call as (...args: readonly unknown[]) => unknown)(...args) };
}
