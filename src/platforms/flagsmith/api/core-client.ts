import type * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import type { HttpAnswer, HttpRequest } from "../../../http/request";
import { checked, part } from "../../adapter/checked";
import { identityAnswer, identityStateAnswer, ownStateAnswer } from "./answers";
import type { FlagsmithClient } from "./client";

/** Identities in the server's own database and what they override, endpoint by endpoint. Throws HttpError only. */
export class CoreClient {
  constructor(
    private readonly http: HttpClient,
    private readonly client: FlagsmithClient,
  ) {}

  /**
   * An identity's id. A quoted search is exact (otherwise "contains"), but the search text cannot contain quotes: such identifiers are
   * searched by their longest part.
   */
  async find(environmentKey: string, identifier: string): Promise<number | undefined> {
    const parts = identifier.split('"').sort((one, other) => other.length - one.length);
    const search = parts.length === 1 ? `"${identifier}"` : (parts[0] ?? "");
    const path = `${identitiesPath(environmentKey)}?q=${encodeURIComponent(search)}&page_size=999`;
    const identities = await this.client.list(identityAnswer, path);
    return identities.find((each) => each.identifier === identifier)?.id;
  }

  create(environmentKey: string, identifier: string) {
    return this.write(identityAnswer, {
      method: "POST",
      path: identitiesPath(environmentKey),
      body: { identifier },
      landed: async () => {
        const id = await this.find(environmentKey, identifier);
        return id === undefined ? undefined : { status: 201, body: { id, identifier } };
      },
    });
  }

  states(environmentKey: string, identity: number, feature: string) {
    return this.client.list(identityStateAnswer, `${statesPath(environmentKey, identity)}?feature=${part(feature)}`);
  }

  createState(environmentKey: string, identity: number, body: object, landed: () => Promise<HttpAnswer | undefined>) {
    return this.write(identityStateAnswer, { method: "POST", path: statesPath(environmentKey, identity), body, landed });
  }

  updateState(environmentKey: string, identity: number, state: number, body: object) {
    const path = `${statesPath(environmentKey, identity)}${state}/`;
    return this.write(identityStateAnswer, { method: "PUT", path, body });
  }

  async deleteState(environmentKey: string, identity: number, state: number): Promise<void> {
    await this.http.send({ method: "DELETE", path: `${statesPath(environmentKey, identity)}${state}/` });
  }

  /** All identities' states of a flag, in one list. */
  ownStates(environmentKey: string, feature: string) {
    const path = `/api/v1/environments/${part(environmentKey)}/featurestates/?anyIdentity=1&feature=${part(feature)}`;
    return this.client.list(ownStateAnswer, path);
  }

  private async write<T extends z.ZodMiniType>(schema: T, request: HttpRequest): Promise<z.output<T>> {
    return checked(schema, request, await this.http.send(request));
  }
}

function identitiesPath(environmentKey: string): string {
  return `/api/v1/environments/${part(environmentKey)}/identities/`;
}

function statesPath(environmentKey: string, identity: number): string {
  return `${identitiesPath(environmentKey)}${identity}/featurestates/`;
}
