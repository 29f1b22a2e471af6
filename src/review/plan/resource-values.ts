import { Hidden, isObject, type Values } from "./values";

/** Values as the evaluation takes them: plain, and next to them what is not known. */
export function plainValues(values: Values): { readonly values: Values; readonly unknown: unknown } {
  const { value, mark } = plain(values);
  return { values: value as Values, unknown: mark ?? {} };
}

interface Plain {
  readonly value: unknown;
  /** Undefined: all of it is known. */
  readonly mark: unknown;
}

function plain(value: unknown): Plain {
  if (value instanceof Hidden) return { value: null, mark: true };
  if (Array.isArray(value)) {
    const parts = value.map(plain);
    const marks = parts.map(({ mark }) => mark ?? false);
    return { value: parts.map((each) => each.value), mark: marks.some((each) => each !== false) ? marks : undefined };
  }
  if (!isObject(value)) return { value, mark: undefined };
  const parts = Object.entries(value).map(([name, each]) => [name, plain(each)] as const);
  const marks = parts.filter(([, { mark }]) => mark !== undefined).map(([name, { mark }]) => [name, mark] as const);
  return {
    value: Object.fromEntries(parts.map(([name, each]) => [name, each.value])),
    mark: marks.length > 0 ? Object.fromEntries(marks) : undefined,
  };
}

/** Whether something sensitive is in it. */
export function hidesSecrets(value: unknown): boolean {
  if (value instanceof Hidden) return value.reason === "sensitive";
  return typeof value === "object" && value !== null && (Object.values(value) as unknown[]).some(hidesSecrets);
}
