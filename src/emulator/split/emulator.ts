import type { Reply } from "../wire/server/reply";
import type { RunningEmulator } from "../wire/server/start";
import { startEmulator } from "../wire/server/start";
import { Api } from "./api";
import { addApiKey } from "./areas/workspaces/api-keys";
import { ADMINISTRATORS } from "./areas/workspaces/environment-permissions";
import type { Question } from "./evaluation/question";
import { evaluateQuestion } from "./evaluation/question";
import type { Outcome } from "./evaluation/serve";
import type { EmulatorOptions } from "./options";
import { readOptions } from "./options";
import { pageSource } from "./page/source";
import type { Planted } from "./seed";
import { plantSeed } from "./seed";
import { Store } from "./store/store";

export type { EmulatorOptions } from "./options";
export type { Question } from "./evaluation/question";
export type { Outcome } from "./evaluation/serve";
export type { Planted, PlantedWorkspace } from "./seed";
export type { FaultSpec } from "../wire/fault";
export type { RequestRecord } from "../wire/request-log";

/** Split's Admin API in memory. */
export interface SplitEmulator extends RunningEmulator {
  /** Has every permission; sent as `Authorization: Bearer`, or as `x-api-key`. */
  readonly key: string;
  /** Can read flags and segments and write nothing. */
  readonly limitedKey: string;
  /** What was created from the seed given at the start. */
  readonly planted: Planted;
  /** Adds workspaces with all that is in them (see seed.ts). */
  seed(document: unknown): Planted;
  /** What an SDK returns. */
  evaluate(question: Question): Outcome;
  /**
   * A write by somebody else, without approvals and titles: an edit in the web console, a decision on a change request.
   */
  write(method: string, path: string, body?: unknown): Reply;
  /** Somebody else decides on a change request. */
  decide(changeRequest: string, status: "APPROVED" | "REJECTED"): void;
}

/** Starts a server; throws when an option or the seed is invalid, or the port is taken. */
export async function startSplitEmulator(given: EmulatorOptions = {}): Promise<SplitEmulator> {
  const options = readOptions(given);
  const store = new Store(options.clock);
  plantKeys(store, options);
  const plant = (document: unknown): Planted => plantSeed(store, options, document);
  const planted = options.seed === undefined ? { workspaces: [] } : plant(options.seed);
  const api = new Api(store, options);
  return {
    ...(await startEmulator(api, options, pageSource(store, options))),
    key: options.key,
    limitedKey: options.limitedKey,
    planted,
    seed: plant,
    evaluate: (question) => evaluateQuestion(store, question, options.sdk),
    write: (method, path, body) => api.write(method, path, body),
    decide: (changeRequest, status) => {
      const reply = api.write("PUT", `/internal/api/v2/changeRequests/${changeRequest}`, { status });
      if (reply.status !== 200) throw new Error(`the change request ${changeRequest} cannot be decided: ${reply.body}`);
    },
  };
}

/** The two keys, and a group that every account has. */
function plantKeys(store: Store, options: { readonly key: string; readonly limitedKey: string }): void {
  const scope = { kind: "GLOBAL" } as const;
  const type = "admin" as const;
  addApiKey(store, { name: "main", type, roles: ["API_ALL_GRANTED"], scope, secret: options.key });
  const roles = ["API_FEATURE_FLAG_VIEWER", "API_SEGMENT_VIEWER"] as const;
  addApiKey(store, { name: "limited", type, roles, scope, secret: options.limitedKey });
  const id = store.newId();
  store.tables.groups.set(id, { id, name: ADMINISTRATORS });
}
