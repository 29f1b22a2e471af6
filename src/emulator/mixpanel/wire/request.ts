import type { z } from "zod";
import type { Incoming, Site } from "../../wire/server/request";
import { BaseRequest } from "../../wire/server/request";
import type { Options } from "../options";
import type { Person, Project, Workspace } from "../store/records";
import type { Store } from "../store/store";
import { invalid, notFound } from "./api-error";
import type { Caller } from "./caller";

/** What a handler gets. */
export class Request extends BaseRequest<Store, Options> {
  readonly actor: Caller["actor"];
  readonly by: Person;
  readonly project: Project;

  constructor(incoming: Incoming, site: Site<Store, Options>, { actor, by, project }: Caller) {
    super(incoming, site);
    this.actor = actor;
    this.by = by;
    this.project = project;
  }

  id(name: string): number {
    return Number(this.param(name));
  }

  /** The data view in the path; cohorts have a path without one. */
  workspace(): Workspace {
    const found = this.store.tables.workspaces.get(this.id("workspace"));
    if (found?.project !== this.project.id) throw notFound("Workspace");
    return found;
  }

  hasWorkspace(): boolean {
    return this.params.workspace !== undefined;
  }

  body(): unknown {
    if (this.mediaType !== "application/json") throw invalid("Content-Type must be application/json");
    try {
      return JSON.parse(this.text) as unknown;
    } catch {
      throw invalid("Request body is not valid JSON");
    }
  }

  parsed<T extends z.ZodType>(schema: T): z.output<T> {
    return check(schema, this.body());
  }
}

/** Describes each field's error in the words of the library that the vendor's schema comes from. */
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
