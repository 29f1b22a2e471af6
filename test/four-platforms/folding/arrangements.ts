import { setImmediate } from "node:timers/promises";
import type { AnnouncedUnit, DefinitionUnit } from "../../../src/platforms/port/definition";
import { type Operation, send } from "./wishes";
import type { FoldingWorkbench } from "./workbench";

/** How edits reach one process: which of them meet is a matter of time, what they come to is not. */
export type Arrangement = (
  workbench: FoldingWorkbench,
  unit: DefinitionUnit,
  wanted: readonly Operation[],
) => Promise<unknown>;

/** All meet. */
export const inOneTick: Arrangement = (workbench, unit, wanted) => {
  const platform = workbench.open();
  return Promise.all(wanted.map((each) => send(platform, unit, each)));
};

/** The removal of an identity is planned long before it comes, so that none waits for it. */
export const isAnnounced = (each: Operation): boolean => each.kind === "edits" || each.change !== null;

/** As Terraform does it: each is announced by its plan, the first waits for the others. All meet. */
export const announced: Arrangement = async (workbench, unit, wanted) => {
  const platform = workbench.open();
  const name: AnnouncedUnit = { project: null, environment: unit.environment.name, flag: unit.flag.name };
  const meets = (each: Operation): boolean =>
    isAnnounced(each) && (each.kind === "edits" || platform.identityOverrides.inDefinition === true);
  for (const each of wanted) if (meets(each)) platform.definitions.announce(name);
  const sent: Promise<unknown>[] = [];
  for (const each of wanted) {
    sent.push(send(platform, unit, each, meets(each) ? name : undefined));
    // Long enough for one that does not wait to be on its way, and no time on a clock: those that wait do so by a timer.
    for (let turns = 0; turns < 10; turns++) await Promise.resolve();
  }
  return Promise.all(sent);
};

/** None meet. */
export const oneByOne: Arrangement = async (workbench, unit, wanted) => {
  const platform = workbench.open();
  for (const each of wanted) await send(platform, unit, each);
};

/** Each comes while those before it are on their way. */
export const overlapping: Arrangement = async (workbench, unit, wanted) => {
  const platform = workbench.open();
  const sent: Promise<unknown>[] = [];
  for (const each of wanted) {
    sent.push(send(platform, unit, each));
    for (let turns = 0; turns < 3; turns++) await setImmediate();
  }
  return Promise.all(sent);
};

/** By two processes, each with a part. */
export const byTwo: Arrangement = async (workbench, unit, wanted) => {
  const half = Math.ceil(wanted.length / 2);
  await inOneTick(workbench, unit, wanted.slice(0, half));
  await inOneTick(workbench, unit, wanted.slice(half));
};
