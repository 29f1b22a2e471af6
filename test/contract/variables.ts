export type Variables = Map<string, unknown>;

/** Fills variables in: a string that is one variable takes the variable's type. */
export function fill(value: unknown, variables: Variables): unknown {
  if (typeof value === "string") {
    const whole = /^\{(\w+)\}$/.exec(value)?.[1];
    return whole === undefined ? fillText(value, variables) : known(whole, variables);
  }
  if (Array.isArray(value)) return value.map((each) => fill(each, variables));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each, variables)]));
  }
  return value;
}

export function fillText(text: string, variables: Variables): string {
  return text.replace(/\{(\w+)\}/g, (_found, name: string) => String(known(name, variables)));
}

/** `results.0.id` of an answer. */
export function dig(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((current, part) => {
    return typeof current === "object" && current !== null ? (current as Record<string, unknown>)[part] : undefined;
  }, value);
}

function known(name: string, variables: Variables): unknown {
  if (!variables.has(name)) throw new Error(`the recording uses {${name}} before it keeps it`);
  return variables.get(name);
}
