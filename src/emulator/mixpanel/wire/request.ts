import type { z } from "zod";
import type { RawRequest } from "../../wire/raw-request";
import type { Options } from "../options";
import type { Person, Project, Workspace } from "../store/records";
import type { Store } from "../store/store";
import { invalid, notFound } from "./api-error";
import { getOwn } from "../../../get-own";

/** Who asks: a service account by its role, an application, or a person at the site (a write that a test lets happen). */
export type Actor = "admin" | "limited" | "application" | "person";

/** What a handler gets. */
export class Request {
  readonly store: Store;
  readonly options: Options;
  readonly actor: Actor;
  readonly by: Person;
  readonly project: Project;
  readonly query: URLSearchParams;
  private readonly raw: RawRequest;
  private readonly params: Readonly<Record<string, string>>;

  constructor(
    raw: RawRequest,
    params: Readonly<Record<string, string>>,
    caller: { readonly actor: Actor; readonly by: Person; readonly project: Project },
    server: { readonly store: Store; readonly options: Options },
  ) {
    this.raw = raw;
    this.params = params;
    this.actor = caller.actor;
    this.by = caller.by;
    this.project = caller.project;
    this.store = server.store;
    this.options = server.options;
    const cut = raw.target.indexOf("?");
    this.query = new URLSearchParams(cut < 0 ? "" : raw.target.slice(cut + 1));
  }

  param(name: string): string {
    const value = getOwn(this.params, name);
    if (value === undefined) throw new Error(`the route has no parameter ${name}`);
    return value;
  }

  id(name: string): number {
    return Number(this.param(name));
  }

  /** The data view in the path; cohorts have a path without one. */
  workspace(): Workspace {
    const found = this.store.workspaces.get(this.id("workspace"));
    if (found?.project !== this.project.id) throw notFound("Workspace");
    return found;
  }

  hasWorkspace(): boolean {
    return this.params.workspace !== undefined;
  }

  body(): unknown {
    const type = (this.raw.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json") throw invalid("Content-Type must be application/json");
    try {
      return JSON.parse(this.raw.body) as unknown;
    } catch {
      throw invalid("Request body is not valid JSON");
    }
  }

  parsed<T extends z.ZodType>(schema: T): z.output<T> {
    return check(schema, this.body());
  }
}

/** Says of each field what is wrong with it, in the words of the library that the schema's titles come from. */
export function check<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw invalid(result.error.issues.flatMap(describe).join("; "));
}

function describe(issue: z.core.$ZodIssue): string[] {
  const at = (path: readonly PropertyKey[]): string => (path.length === 0 ? "body" : path.map(String).join("."));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${at([...issue.path, key])}: Extra inputs are not permitted`);
  }
  if (issue.input === undefined) return [`${at(issue.path)}: Field required`];
  return [`${at(issue.path)}: ${issue.message}`];
}
