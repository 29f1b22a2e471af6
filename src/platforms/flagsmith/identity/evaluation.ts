import * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import type { HttpRequest } from "../../../http/request";
import { checked } from "../../adapter/checked";
import type { Asker, EvaluatedFlag, Evaluator } from "../../port/identity/evaluation";
import type { IdentityPlace, TraitValue } from "../../port/identity/identity-store";
import { rawValue } from "../api/answers";
import { attempt } from "../api/errors";
import { fromRaw } from "../api/values";

const servedFlag = z.object({
  feature: z.object({ name: z.string() }),
  enabled: z.boolean(),
  feature_state_value: rawValue,
});

/** The request that SDKs send: with an environment's client key, and without storing anything. */
export class Evaluation implements Evaluator {
  constructor(private readonly http: HttpClient) {}

  async evaluate({ environment }: IdentityPlace, asker: Asker): Promise<ReadonlyMap<string, EvaluatedFlag>> {
    const attempted = `ask what ${asker.identifier ?? "anybody"} is served in environment ${environment.name}`;
    const flags = await attempt(
      attempted,
      () =>
        asker.identifier === null && asker.traits.size === 0
          ? this.flags(environment.clientKey)
          : this.ask(environment.clientKey, asker),
      "environment",
    );
    return new Map(
      flags.map(({ feature, enabled, feature_state_value: value }) => [feature.name, { enabled, value: fromRaw(value) }]),
    );
  }

  private async flags(key: string) {
    const request: HttpRequest = { method: "GET", path: "/api/v1/flags/", headers: { "X-Environment-Key": key } };
    return checked(z.array(servedFlag), request, await this.http.send(request));
  }

  private async ask(key: string, { identifier, traits }: Asker) {
    const body = {
      identifier: identifier ?? "",
      // Neither the identity nor its traits are stored.
      transient: true,
      traits: [...traits].map(([name, value]) => ({ trait_key: name, trait_value: plain(value), transient: true })),
    };
    const headers = { "X-Environment-Key": key };
    const request: HttpRequest = { method: "POST", path: "/api/v1/identities/", body, headers, idempotent: true };
    return checked(z.object({ flags: z.array(servedFlag) }), request, await this.http.send(request)).flags;
  }
}

function plain(value: TraitValue): string | number | boolean {
  return value.kind === "number" ? Number(value.value) : value.value;
}
