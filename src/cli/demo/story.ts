import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../emulator/flagsmith/emulator";
import { readPlan } from "../../review/plan/read-plan";
import { reviewPlan } from "../../review/review";
import type { Io } from "../terminal/io";
import { styled } from "../terminal/style";
import { temporaryFolder } from "../terminal/temporary-folder";
import { chooseEngine, type Engine, EngineFailure } from "./engine";
import { Scene } from "./scene";
import { moments, readServed, type Served } from "./served";
import { PROJECT, synthesize } from "./stack";

/**
 * The main use, explained step by step: a stack of flags is planned, applied, planned again, changed outside, changed in
 * code and destroyed, on an emulated Flagsmith.
 */
export async function runDemo({ verbose }: { readonly verbose: boolean }, io: Io): Promise<number> {
  const interruption = io.interruption();
  const folder = temporaryFolder("flagform-demo-");
  const emulator = await startFlagsmithEmulator({});
  try {
    await tell(new Scene(io, emulator, verbose), folder.path, emulator, interruption);
    return 0;
  } catch (cause) {
    if (!(cause instanceof EngineFailure)) throw cause;
    io.err(`\n${cause.output}\n`);
    throw new Error(`${cause.message}: what it said is above. To see every step's output: flagform demo --verbose`);
  } finally {
    await emulator.stop();
    folder.remove();
  }
}

const FLAG = "new-checkout";
const PRODUCTION = "production";

async function tell(scene: Scene, folder: string, emulator: FlagsmithEmulator, interruption: AbortSignal): Promise<void> {
  const keys = new Map([
    ["staging", "staging-key"],
    [PRODUCTION, "production-key"],
  ]);
  emulator.seed({ projects: [{ name: PROJECT, environments: [...keys].map(([name, key]) => ({ name, key })) }] });
  const variables = {
    FLAGSMITH_HOST: emulator.url,
    FLAGSMITH_MASTER_API_KEY: emulator.key,
    FLAGSMITH_ORGANISATION: String(emulator.organisationId),
  };
  const engine = chooseEngine(variables, folder, interruption);
  const timeline = new Map<string, Served>();
  const look = async (moment: string): Promise<Served> => {
    const served = await readServed(emulator, keys, FLAG);
    scene.forget();
    timeline.set(moment, served);
    return served;
  };
  scene.say(`A Flagsmith with the project "${PROJECT}" and two environments answers on ${emulator.url}.`);
  scene.say(engine.about);
  const atFirst = await look("at first");

  scene.step("Synthesize the stack and initialise it: the stack contains the provider");
  let directory = synthesize(folder, { limit: 10 });
  scene.show(await engine.init(directory));

  scene.step("Plan");
  scene.show(await engine.plan(directory));
  scene.requests();

  scene.step("Apply");
  scene.show(await engine.apply(directory));
  scene.requests();
  const applied = await look("applied");
  scene.changes(atFirst, applied);

  scene.step("Plan again: nothing to do");
  scene.show(await engine.plan(directory));
  scene.requests();

  scene.step("Someone turns the flag on in production by hand: the plan shows the drift, the apply corrects it");
  await switchOnByHand(emulator, keys.get(PRODUCTION) ?? "");
  const byHand = await look("by hand");
  scene.changes(applied, byHand);
  await planAndApply(scene, engine, directory);
  const corrected = await look("corrected");
  scene.changes(byHand, corrected);

  scene.step("The limit changes in code, from 10 to 25: one request writes it");
  directory = synthesize(folder, { limit: 25 });
  await planAndApply(scene, engine, directory);
  const inCode = await look("in code");
  scene.changes(corrected, inCode);

  scene.step("Destroy: the plan is reviewed first, then the overrides, the flag and the segment are deleted");
  scene.show(await engine.plan(directory, "destroy"));
  scene.review(reviewPlan(readPlan(await engine.planJson(directory))));
  scene.forget();
  scene.show(await engine.apply(directory));
  scene.requests();
  scene.changes(inCode, await look("destroyed"));

  scene.summary();
  scene.table(moments(PRODUCTION, timeline));
  scene.say(
    styled(
      "dim",
      "The emulator and the temporary folder are gone. A Flagsmith to try things on: flagform emulator flagsmith",
    ),
  );
}

async function planAndApply(scene: Scene, engine: Engine, directory: string): Promise<void> {
  scene.show(await engine.plan(directory));
  scene.forget();
  scene.show(await engine.apply(directory));
  scene.requests();
}

/** What a user does in Flagsmith's dashboard, through the same API. */
async function switchOnByHand(emulator: FlagsmithEmulator, environmentKey: string): Promise<void> {
  const response = await fetch(`${emulator.url}/api/experiments/environments/${environmentKey}/update-flag-v1/`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Api-Key ${emulator.key}` },
    body: JSON.stringify({ feature: { name: FLAG }, enabled: true, value: { type: "integer", value: "10" } }),
  });
  if (!response.ok)
    throw new Error(`the emulator refused the change by hand: ${String(response.status)} ${await response.text()}`);
}
