/** Expressions of a program, before they are laid out in lines. */
export type Code =
  /** Identifiers, numbers and whatever else has one form and no place to break. */
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "object"; readonly entries: readonly (readonly [name: string, value: Code])[] }
  | { readonly kind: "list"; readonly elements: readonly Code[] }
  /** `Trait.of("age").atLeast(18)`: each call by the text before its arguments. */
  | { readonly kind: "calls"; readonly calls: readonly (readonly [callee: string, args: readonly Code[]])[] };

export function word(text: string): Code {
  return { kind: "word", text };
}

export function string(value: string): Code {
  return { kind: "string", value };
}

export function list(elements: readonly Code[]): Code {
  return { kind: "list", elements };
}

/** Without what is undefined. */
export function object(entries: Readonly<Record<string, Code | undefined>>): Code {
  const stated = Object.entries(entries).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return { kind: "object", entries: stated };
}

export function isEmpty(code: Code): boolean {
  return code.kind === "object" && code.entries.length === 0;
}

export function call(callee: string, ...args: readonly Code[]): Code {
  return { kind: "calls", calls: [[callee, args]] };
}

/** A call of a method of what another call gives. */
export function then(code: Code, method: string, ...args: readonly Code[]): Code {
  if (code.kind !== "calls") throw new Error(`.${method} follows no call`);
  return { kind: "calls", calls: [...code.calls, [`.${method}`, args]] };
}

/** What a construct cannot say. */
export class Inexpressible extends Error {}
