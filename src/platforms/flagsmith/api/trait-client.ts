import * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import type { HttpRequest } from "../../../http/request";
import { checked, part } from "../../adapter/checked";
import { PageGuard } from "../../adapter/lists/page-guard";
import type { ServedFlag } from "../../port/identity/identity-store";
import { identityAnswer, type RawValue, rawValue } from "./answers";
import type { FlagsmithClient } from "./client";
import { fromRaw } from "./values";

/** Traits: the administrators' endpoints for the database, and the applications' bulk endpoints. Throws HttpError only. */
export class TraitClient {
  constructor(
    private readonly client: FlagsmithClient,
    private readonly http: HttpClient,
    /** The applications' endpoint for identities at the edge. */
    private readonly edge: HttpClient,
  ) {}

  traits(environmentKey: string, identity: number) {
    return this.client.list(traitAnswer, traitsPath(environmentKey, identity));
  }

  async create(environmentKey: string, identity: number, body: object, landed: NonNullable<HttpRequest["landed"]>) {
    const request: HttpRequest = { method: "POST", path: traitsPath(environmentKey, identity), body, landed };
    return checked(traitAnswer, request, await this.http.send(request));
  }

  async update(environmentKey: string, identity: number, trait: number, body: object): Promise<void> {
    await this.http.send({ method: "PUT", path: `${traitsPath(environmentKey, identity)}${trait}/`, body });
  }

  async delete(environmentKey: string, identity: number, trait: number): Promise<void> {
    await this.http.send({ method: "DELETE", path: `${traitsPath(environmentKey, identity)}${trait}/` });
  }

  async deleteIdentity(environmentKey: string, identity: number): Promise<void> {
    const path = `/api/v1/environments/${part(environmentKey)}/identities/${identity}/`;
    await this.http.send({ method: "DELETE", path });
  }

  /** What an identity is served, in the database or at the edge. */
  async served(path: string): Promise<readonly ServedFlag[]> {
    return (await this.client.list(servedAnswer, path)).map(({ feature, enabled, feature_state_value, overridden_by }) => ({
      flag: feature.name,
      enabled,
      value: fromRaw(feature_state_value),
      overriddenBy: overridden_by === "IDENTITY" ? "identity" : overridden_by === "SEGMENT" ? "segment" : null,
    }));
  }

  /** At most `limit`, page by page. */
  async someIdentities(environmentKey: string, search: string | null, limit: number) {
    const found: { readonly id: number; readonly identifier: string }[] = [];
    const base = `/api/v1/environments/${part(environmentKey)}/identities/`;
    const query = new URLSearchParams({ ...(search !== null && { q: search }), page_size: String(Math.min(limit, 999)) });
    const guard = new PageGuard({ path: base });
    for (let number = 1; found.length < limit; number++) {
      query.set("page", String(number));
      const request: HttpRequest = { method: "GET", path: `${base}?${query.toString()}` };
      const answer = await this.http.send(request);
      const page = checked(corePage, request, answer);
      found.push(...page.results);
      if (page.next === null) break;
      guard.page(answer, page.results.length, page.next);
    }
    return found.slice(0, limit);
  }

  /** Whether an identity has anything besides its name. */
  async isUsed(environmentKey: string, identity: number): Promise<boolean> {
    const states = `/api/v1/environments/${part(environmentKey)}/identities/${identity}/featurestates/`;
    if ((await this.client.list(z.object({ id: z.number() }), states)).length > 0) return true;
    return (await this.traits(environmentKey, identity)).length > 0;
  }

  /** For identities in the database, which are created if they do not exist. Null removes a trait. */
  async putMany(environmentKey: string, rows: readonly BulkRow[]): Promise<void> {
    const body = rows.flatMap(({ identifier, traits }) => traits.map((trait) => ({ identity: { identifier }, ...trait })));
    await this.http.send({ method: "PUT", path: "/api/v1/traits/bulk/", body, headers: shown(environmentKey) });
  }

  /** The same at the edge, up to a hundred at a time; done some time after the answer. */
  async putManyAtEdge(environmentKey: string, rows: readonly BulkRow[]): Promise<void> {
    const request = { method: "POST", path: "/api/v1/bulk-identities", body: { data: rows }, idempotent: true } as const;
    await this.edge.send({ ...request, headers: shown(environmentKey) });
  }
}

export interface BulkRow {
  readonly identifier: string;
  readonly traits: readonly { readonly trait_key: string; readonly trait_value: RawValue }[];
}

const corePage = z.object({ results: z.array(identityAnswer), next: z.nullable(z.string()) });
const servedAnswer = z.object({
  feature: z.object({ name: z.string() }),
  enabled: z.boolean(),
  feature_state_value: rawValue,
  overridden_by: z._default(z.nullable(z.string()), null),
});
const orNothing = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));
const traitAnswer = z.object({
  id: z.number(),
  trait_key: z.string(),
  value_type: z.enum(["unicode", "int", "bool", "float"]),
  string_value: orNothing(rawValue),
  integer_value: orNothing(z.number()),
  boolean_value: orNothing(z.boolean()),
  float_value: orNothing(z.number()),
});
export type TraitAnswer = z.infer<typeof traitAnswer>;

/** Not a secret: every application of the environment contains it. */
function shown(environmentKey: string): Readonly<Record<string, string>> {
  return { "X-Environment-Key": environmentKey };
}

function traitsPath(environmentKey: string, identity: number): string {
  return `/api/v1/environments/${part(environmentKey)}/identities/${identity}/traits/`;
}
