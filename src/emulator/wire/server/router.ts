export interface Match<R> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled<R> {
  readonly route: R;
  readonly parts: readonly Part[];
}

/** The text between two slashes. */
type Part = { readonly text: string } | { readonly parameter: string; readonly isNumber: boolean };

/** Finds the route of a path. Templates are as `/projects/{project}/tags/`; `{feature:int}` matches digits only. */
export class Router<R extends { readonly template: string }> {
  private readonly routes: readonly Compiled<R>[];

  constructor(routes: readonly R[]) {
    this.routes = routes.map((route) => ({ route, parts: route.template.split("/").map(partOf) }));
  }

  find(path: string): Match<R> | undefined {
    const given = path.split("/");
    for (const { route, parts } of this.routes) {
      if (parts.length !== given.length || !parts.every((part, at) => fits(part, given[at] ?? ""))) continue;
      return { route, params: Object.fromEntries(parts.flatMap((part, at) => valueOf(part, given[at] ?? ""))) };
    }
    return undefined;
  }
}

/** The name a route is counted under: its template without the kinds of its parameters. */
export function routeName(template: string): string {
  return template.replace(/:int\}/g, "}");
}

function partOf(text: string): Part {
  const [, parameter, isNumber] = /^\{([A-Za-z_]+)(:int)?\}$/.exec(text) ?? [];
  return parameter === undefined ? { text } : { parameter, isNumber: isNumber !== undefined };
}

function fits(part: Part, given: string): boolean {
  if ("text" in part) return part.text === given;
  return part.isNumber ? /^[0-9]+$/.test(given) : given !== "";
}

function valueOf(part: Part, given: string): [string, string][] {
  return "text" in part ? [] : [[part.parameter, decoded(given)]];
}

/** An invalid % sequence is kept as it is and matches no row. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
