import type { RunningEmulator } from "../wire/server/start";
import { startEmulator } from "../wire/server/start";
import { Api } from "./api";
import type { Question } from "./evaluation/question";
import { answerQuestion } from "./evaluation/question";
import type { Evaluation } from "./evaluation/serve";
import type { EmulatorOptions } from "./options";
import { readOptions } from "./options";
import { pageSource } from "./page/source";
import type { Planted } from "./seed";
import { plantSeed } from "./seed";
import type { Team } from "./store/store";
import { Store } from "./store/store";

export type { EmulatorOptions, Quirks } from "./options";
export type { Evaluation } from "./evaluation/serve";
export type { Question } from "./evaluation/question";

/** Vercel's API for feature flags in memory: one team, and the token user's personal account. */
export interface VercelEmulator extends RunningEmulator {
  /** The access token, and a second one without any permission. */
  readonly key: string;
  readonly limitedKey: string;
  readonly team: Team;
  /** What was created from the seed given at the start. */
  readonly planted: Planted;
  /** Adds projects with their environments, segments and flags (see seed.ts). */
  seed(document: unknown): Planted;
  /** What a user is served. */
  evaluate(question: Question): Evaluation;
}

/** Starts a server; throws when an option or the seed is invalid, or the port is taken. */
export async function startVercelEmulator(given: EmulatorOptions = {}): Promise<VercelEmulator> {
  const options = readOptions(given);
  const store = new Store({ id: options.teamId, slug: options.team }, options.clock);
  const plant = (document: unknown): Planted => plantSeed(store, options, document);
  const planted = options.seed === undefined ? { projects: [] } : plant(options.seed);
  return {
    ...(await startEmulator(new Api(store, options), options, pageSource(store, options))),
    key: options.key,
    limitedKey: options.limitedKey,
    team: store.team,
    planted,
    seed: plant,
    evaluate: (question) => answerQuestion(store, question),
  };
}
