import type { RunningEmulator } from "../wire/server/start";
import { startEmulator } from "../wire/server/start";
import { Api } from "./api";
import type { Question } from "./evaluation/question";
import { evaluate } from "./evaluation/question";
import type { Served } from "./evaluation/serve";
import type { EmulatorOptions } from "./options";
import { readOptions } from "./options";
import { pageSource } from "./page/source";
import type { Planted } from "./seed";
import { plantSeed } from "./seed";
import { Store } from "./store/store";

export type { EmulatorOptions } from "./options";
export type { Question } from "./evaluation/question";
export type { Served } from "./evaluation/serve";

/** Mixpanel's API in memory: feature flags, cohorts and data views, under `/api/app`. */
export interface MixpanelEmulator extends RunningEmulator {
  /** A service account with every permission, and one that only reads. */
  readonly username: string;
  readonly secret: string;
  readonly limitedUsername: string;
  readonly limitedSecret: string;
  /** What the seed given at the start made; without one, a project called "Acme". */
  readonly planted: Planted;
  /** Adds projects with their data views, cohorts, profiles and flags (see seed.ts). */
  seed(document: unknown): Planted;
  /** What a user is served: a variant with its value, or the caller's fallback. */
  evaluate(question: Question): Served;
}

/** No API creates projects, so there is one from the start. */
const FIRST = { projects: [{ name: "Acme" }] };

/** Starts a server; throws when an option or the seed is invalid, or the port is taken. */
export async function startMixpanelEmulator(given: EmulatorOptions = {}): Promise<MixpanelEmulator> {
  const options = readOptions(given);
  const store = new Store(options.clock);
  const plant = (document: unknown): Planted => plantSeed(store, options, document);
  const planted = plant(options.seed ?? FIRST);
  return {
    ...(await startEmulator(new Api(store, options), options, pageSource(store, options))),
    username: options.username,
    secret: options.secret,
    limitedUsername: options.limitedUsername,
    limitedSecret: options.limitedSecret,
    planted,
    seed: plant,
    evaluate: (question) => evaluate({ store, options }, question),
  };
}
