import type { Reply } from "./reply";
import type { Request } from "./request";

export type Handler = (request: Request) => Reply;

/** What a master key without permissions gets: 403, or the handler decides. */
export type Limited = "forbidden" | "handler";

export interface Route {
  /** As `/api/v1/projects/{project}/tags/`; `{feature:int}` matches digits only. */
  readonly template: string;
  /** The value of the `allow` header, in the order the real server writes it; pages outside the API have none. */
  readonly allow?: string;
  readonly limited?: Limited;
  /** Application routes take an environment key instead of a master key; `none` takes anybody. */
  readonly access?: "application" | "none";
  readonly handlers: Readonly<Record<string, Handler>>;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export const LIST_CREATE = "GET, POST, HEAD, OPTIONS";
export const DETAIL = "GET, PUT, PATCH, DELETE, HEAD, OPTIONS";
export const READ = "GET, HEAD, OPTIONS";
export const ACTION = "POST, OPTIONS";
/** Views that are functions name their methods in another order. */
export const FUNCTION = "OPTIONS, POST";

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
}

export class Router {
  private readonly routes: readonly Compiled[];

  constructor(routes: readonly Route[]) {
    this.routes = routes.map((route) => ({ route, pattern: compile(route.template) }));
  }

  find(path: string): Match | undefined {
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
    .split(/(\{[a-z_]+(?::int)?\})/)
    .map((part) => {
      const parameter = /^\{([a-z_]+)(:int)?\}$/.exec(part);
      if (!parameter) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return `(?<${parameter[1] ?? ""}>${parameter[2] ? "[0-9]+" : "[^/]+"})`;
    })
    .join("");
  return new RegExp(`^${source}$`);
}

function decode(groups: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) {
    try {
      params[name] = decodeURIComponent(value ?? "");
    } catch {
      // A stray % is part of the name then, which matches no row.
      params[name] = value ?? "";
    }
  }
  return params;
}
