import * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import type { HttpRequest } from "../../../http/request";
import { checked, part } from "../../adapter/checked";
import { PageGuard } from "../../adapter/lists/page-guard";
import { rawValue } from "./answers";

/** The admin API for identities that live at the edge. Throws HttpError only. */
export class EdgeClient {
  constructor(private readonly http: HttpClient) {}

  /** By the whole identifier. The lookup uses an index that may be outdated. */
  async find(environmentKey: string, identifier: string): Promise<EdgeIdentityAnswer | undefined> {
    const query = new URLSearchParams({ q: searchFor(identifier) });
    const guard = new PageGuard({ path: identitiesPath(environmentKey) });
    for (;;) {
      const { answer, page } = await this.page(environmentKey, query);
      const found = page.results.find((each) => each.identifier === identifier);
      if (found || page.last_evaluated_key === null) return found;
      guard.page(answer, page.results.length, page.last_evaluated_key);
      query.set("last_evaluated_key", page.last_evaluated_key);
    }
  }

  /** At most `limit`, page by page. */
  async some(environmentKey: string, search: string | null, limit: number): Promise<readonly EdgeIdentityAnswer[]> {
    const found: EdgeIdentityAnswer[] = [];
    const query = new URLSearchParams({ ...(search !== null && { q: search }), page_size: String(Math.min(limit, 100)) });
    const guard = new PageGuard({ path: identitiesPath(environmentKey) });
    while (found.length < limit) {
      const { answer, page } = await this.page(environmentKey, query);
      found.push(...page.results);
      if (page.last_evaluated_key === null) break;
      guard.page(answer, page.results.length, page.last_evaluated_key);
      query.set("last_evaluated_key", page.last_evaluated_key);
    }
    return found.slice(0, limit);
  }

  create(environmentKey: string, identifier: string) {
    const landed = async () => {
      const found = await this.find(environmentKey, identifier);
      return found && { status: 201, body: found };
    };
    return this.send(edgeIdentityAnswer, "POST", identitiesPath(environmentKey), { body: { identifier }, landed });
  }

  async delete(environmentKey: string, uuid: string): Promise<void> {
    await this.send(z.unknown(), "DELETE", `${identitiesPath(environmentKey)}${part(uuid)}/`);
  }

  /** All overrides of one identity. */
  states(environmentKey: string, uuid: string) {
    const path = `${identitiesPath(environmentKey)}${part(uuid)}/edge-featurestates/`;
    return this.send(z.array(edgeStateAnswer), "GET", path);
  }

  /** Of all identities, of one flag or of all. Read from a table that is updated some time after a write. */
  async overrides(environmentKey: string, feature?: string) {
    const query = feature === undefined ? "" : `?feature=${part(feature)}`;
    const path = `/api/v1/environments/${part(environmentKey)}/edge-identity-overrides${query}`;
    return (await this.send(z.object({ results: z.array(overrideAnswer) }), "GET", path)).results;
  }

  /** Creates the identity if it does not exist. Omitted parts are reset: off, and no value. */
  put(environmentKey: string, body: EdgeOverrideBody) {
    return this.send(edgeStateAnswer, "PUT", overridePath(environmentKey), { body });
  }

  /** Already gone is success. */
  async remove(environmentKey: string, body: { readonly identifier: string; readonly feature: number }): Promise<void> {
    await this.send(z.unknown(), "DELETE", overridePath(environmentKey), { body });
  }

  traits(environmentKey: string, uuid: string) {
    const path = `${identitiesPath(environmentKey)}${part(uuid)}/list-traits/`;
    return this.send(z.array(traitAnswer), "GET", path);
  }

  /** One at a time; null removes it. */
  async updateTrait(environmentKey: string, uuid: string, trait: EdgeTraitAnswer): Promise<void> {
    const path = `${identitiesPath(environmentKey)}${part(uuid)}/update-traits/`;
    await this.send(z.unknown(), "PUT", path, { body: trait });
  }

  private async page(environmentKey: string, query: URLSearchParams) {
    const request: HttpRequest = { method: "GET", path: `${identitiesPath(environmentKey)}?${query.toString()}` };
    const answer = await this.http.send(request);
    return { answer, page: checked(pageAnswer, request, answer) };
  }

  private async send<T extends z.ZodMiniType>(
    schema: T,
    method: HttpRequest["method"],
    path: string,
    more: Pick<HttpRequest, "body" | "landed"> = {},
  ): Promise<z.output<T>> {
    const request: HttpRequest = { method, path, ...more };
    return checked(schema, request, await this.http.send(request));
  }
}

const edgeIdentityAnswer = z.object({ identity_uuid: z.string(), identifier: z.string() });
type EdgeIdentityAnswer = z.infer<typeof edgeIdentityAnswer>;
const pageAnswer = z.object({
  results: z.array(edgeIdentityAnswer),
  last_evaluated_key: z._default(z.nullable(z.string()), null),
});

const edgeStateAnswer = z.object({
  feature: z.number(),
  enabled: z.boolean(),
  feature_state_value: rawValue,
  multivariate_feature_state_values: z._default(
    z.array(z.object({ multivariate_feature_option: z.number(), percentage_allocation: z.number() })),
    [],
  ),
  identity_uuid: z.optional(z.string()),
});
export type EdgeStateAnswer = z.infer<typeof edgeStateAnswer>;
const overrideAnswer = z.object({ identifier: z.string(), identity_uuid: z.string(), feature_state: edgeStateAnswer });

const traitAnswer = z.object({ trait_key: z.string(), trait_value: rawValue });
type EdgeTraitAnswer = z.infer<typeof traitAnswer>;

export interface EdgeOverrideBody {
  readonly identifier: string;
  readonly feature: number;
  readonly enabled: boolean;
  readonly feature_state_value: string | number | boolean | null;
  readonly multivariate_feature_state_values?: readonly EdgeStateAnswer["multivariate_feature_state_values"][number][];
}

/** A quoted search matches the whole identifier, but some servers then remove all quotes; an unquoted one matches the start. */
function searchFor(identifier: string): string {
  const isQuoted = identifier.startsWith('"') && identifier.endsWith('"');
  return identifier.includes('"') && !isQuoted ? identifier : `"${identifier}"`;
}

function identitiesPath(environmentKey: string): string {
  return `/api/v1/environments/${part(environmentKey)}/edge-identities/`;
}

/** The path really repeats this part, and has no slash at its end. */
function overridePath(environmentKey: string): string {
  return `/api/v1/environments/environments/${part(environmentKey)}/edge-identities-featurestates`;
}
