/** The part of the library that is used here, with `unknown` instead of `any`. */
declare module "json-logic-js" {
  export function apply(rule: unknown, data: unknown): unknown;
  export function truthy(value: unknown): boolean;
  export function add_operation(name: string, operation: (...values: readonly unknown[]) => unknown): void;
}
