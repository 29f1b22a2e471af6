export interface Match<R> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled<R> {
  readonly route: R;
  readonly pattern: RegExp;
}

/** Finds the route of a path. Templates are as `/projects/{project}/tags/`; `{feature:int}` matches digits only. */
export class Router<R extends { readonly template: string }> {
  private readonly routes: readonly Compiled<R>[];

  constructor(routes: readonly R[]) {
    this.routes = routes.map((route) => ({ route, pattern: compile(route.template) }));
  }

  find(path: string): Match<R> | undefined {
    for (const { route, pattern } of this.routes) {
      const found = pattern.exec(path);
      if (found) return { route, params: decode(found.groups ?? {}) };
    }
    return undefined;
  }
}

/** The name a route is counted under: its template without the kinds of its parameters. */
export function routeName(template: string): string {
  return template.replace(/:int\}/g, "}");
}

function compile(template: string): RegExp {
  const source = template
    .split(/(\{[A-Za-z_]+(?::int)?\})/)
    .map((part) => {
      const parameter = /^\{([A-Za-z_]+)(:int)?\}$/.exec(part);
      if (!parameter) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return `(?<${parameter[1] ?? ""}>${parameter[2] ? "[0-9]+" : "[^/]+"})`;
    })
    .join("");
  return new RegExp(`^${source}$`);
}

function decode(groups: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decoded(value ?? "")]));
}

/** A stray % is part of the name, which matches no row. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
