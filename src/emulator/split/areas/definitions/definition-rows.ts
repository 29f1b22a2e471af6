import type { z } from "zod";
import type { Site } from "../../../wire/server/request";
import { murmur3 } from "../../evaluation/hashing";
import type { Options } from "../../options";
import type { Content, Definition, Environment, Flag } from "../../store/records";
import type { Store } from "../../store/store";
import { checkContent } from "./definition-check";
import type { definitionBody } from "./definition-schema";
import { contentOf } from "./definition-schema";

/** Configures the flag in the environment with a body of the API. */
export function configureFlag(
  { store, options }: Site<Store, Options>,
  flag: Flag,
  environment: Environment,
  body: z.output<typeof definitionBody>,
): Definition {
  const content = contentOf(body);
  checkContent(store, options, flag, environment, content);
  return addDefinition(store, flag, environment, content);
}

export function addDefinition(store: Store, flag: Flag, environment: Environment, content: Content): Definition {
  const now = store.tick();
  const definition: Definition = {
    id: store.newId(),
    flag: flag.id,
    environment: environment.id,
    creationTime: now,
    lastUpdateTime: now,
    // By name, so that the same stack puts the same keys in the same buckets in every run.
    seed: murmur3(`${flag.name}/${environment.name}`, 1) | 0,
    allocationSeed: murmur3(`${flag.name}/${environment.name}`, 2) | 0,
    content,
  };
  store.tables.definitions.set(`${flag.id}/${environment.id}`, definition);
  return definition;
}

export function setContent(store: Store, definition: Definition, content: Content): void {
  definition.content = content;
  definition.lastUpdateTime = store.tick();
}

export function removeDefinition(store: Store, definition: Definition): void {
  store.tables.definitions.delete(`${definition.flag}/${definition.environment}`);
}
