import { z } from "zod";
import type { Incoming, Site } from "../../wire/server/request";
import { BaseRequest } from "../../wire/server/request";
import type { Options } from "../options";
import type { Environment, Flag, TrafficType, Workspace } from "../store/records";
import type { Store } from "../store/store";
import { seesEnvironment, seesWorkspace } from "./access";
import { ApiError, invalid, notFound } from "./api-error";
import type { Caller } from "./caller";
import type { Json } from "./json";
import { withoutNulls } from "./json";

/** What a handler gets. */
export class Request extends BaseRequest<Store, Options> {
  readonly caller: Caller;

  constructor(incoming: Incoming, site: Site<Store, Options>, caller: Caller) {
    super(incoming, site);
    this.caller = caller;
  }

  json(): Json {
    const type = this.mediaType;
    if (type !== undefined && type !== "application/json") {
      throw new ApiError(415, "Unsupported Media Type", `The body is to be application/json, not ${type}`);
    }
    return parseJson(this.text);
  }

  /** The body, parsed by the schema; null members count as absent. */
  read<S extends z.ZodType>(schema: S): z.output<S> {
    return check(schema, withoutNulls(this.json()));
  }

  /** Like read, but a missing body counts as an empty object. */
  readOptional<S extends z.ZodType>(schema: S): z.output<S> {
    return this.text === "" ? check(schema, {}) : this.read(schema);
  }

  workspace(id = this.param("ws")): Workspace {
    const found = this.store.tables.workspaces.get(id);
    if (!found || !seesWorkspace(this.caller.key, found.id)) throw notFound(`Workspace ${id}`);
    return found;
  }

  /** Flag and environment paths accept the name or the id. */
  environment(workspace: Workspace, idOrName = this.param("env")): Environment {
    const all = this.store.environmentsOf(workspace.id);
    const found = all.find((each) => each.id === idOrName) ?? all.find((each) => each.name === idOrName);
    if (!found || !seesEnvironment(this.caller.key, found)) throw notFound(`Environment ${idOrName}`);
    return found;
  }

  /** Segment paths accept only the id. */
  environmentById(id = this.param("env")): Environment {
    const found = this.store.tables.environments.get(id);
    if (!found || !seesEnvironment(this.caller.key, found)) throw notFound(`Environment ${id}`);
    return found;
  }

  flag(workspace: Workspace, name = this.param("flag")): Flag {
    const found = this.store.flagNamed(workspace.id, name);
    if (!found) throw notFound(`Feature flag ${name}`);
    return found;
  }

  trafficType(workspace: Workspace, idOrName = this.param("tt")): TrafficType {
    const all = this.store.trafficTypesOf(workspace.id);
    const found = all.find((each) => each.id === idOrName) ?? all.find((each) => each.name === idOrName);
    if (!found) throw notFound(`Traffic type ${idOrName}`);
    return found;
  }
}

export function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid("The request body is not valid", z.prettifyError(parsed.error));
  return parsed.data;
}

export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw invalid("Malformed JSON");
  }
}
