import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../emulator/flagsmith/emulator";
import type { Io } from "../io";
import { chooseEngine, type Engine } from "./engine";
import { servedTable } from "./served";
import { PROJECT, synthesize } from "./stack";

/**
 * The main use, explained step by step: a stack of flags is planned, applied, planned again, changed outside, changed in
 * code and destroyed, on an emulated Flagsmith.
 */
export async function runDemo(_argv: string[], io: Io): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "flagform-demo-"));
  const emulator = await startFlagsmithEmulator({});
  try {
    await tell(new Scene(io, emulator), folder, emulator);
    return 0;
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const FLAG = "new-checkout";

async function tell(scene: Scene, folder: string, emulator: FlagsmithEmulator): Promise<void> {
  const keys = new Map([
    ["staging", "staging-key"],
    ["production", "production-key"],
  ]);
  emulator.seed({ projects: [{ name: PROJECT, environments: [...keys].map(([name, key]) => ({ name, key })) }] });
  const engine = chooseEngine(
    {
      FLAGSMITH_HOST: emulator.url,
      FLAGSMITH_MASTER_API_KEY: emulator.key,
      FLAGSMITH_ORGANISATION: String(emulator.organisationId),
    },
    folder,
  );
  const table = () => servedTable(emulator, keys, FLAG);
  scene.say(`A Flagsmith with the project "${PROJECT}" and two environments answers on ${emulator.url}. ${engine.about}`);

  scene.step("Synthesize the stack and initialise it: the stack contains the provider");
  let directory = synthesize(folder, { limit: 10 });
  scene.show(await engine.init(directory));

  scene.step("Plan");
  scene.show(await engine.plan(directory));
  scene.requests();

  scene.step("Apply");
  scene.show(await engine.apply(directory));
  scene.requests();
  scene.say(`What three people are served now:\n\n${await table()}`);
  scene.forget();

  scene.step("Plan again: nothing to do");
  scene.show(await engine.plan(directory));
  scene.requests();

  scene.step("Someone turns the flag on in production by hand: the plan shows the drift, the apply corrects it");
  await switchOnByHand(emulator, keys.get("production") ?? "");
  scene.say(`Served after the change by hand:\n\n${await table()}`);
  scene.forget();
  await planAndApply(scene, engine, directory);

  scene.step("The limit changes in code, from 10 to 25: one request writes it");
  directory = synthesize(folder, { limit: 25 });
  await planAndApply(scene, engine, directory);
  scene.say(`Served after the change in code:\n\n${await table()}`);
  scene.forget();

  scene.step("Destroy: the overrides are deleted, then the flag and the segment");
  scene.show(await engine.destroy(directory));
  scene.requests();
  scene.say(`Served at the end:\n\n${await table()}`);
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

/** Prints the steps, and the requests that the platform received since the last count. */
class Scene {
  #number = 0;

  constructor(
    readonly io: Io,
    readonly emulator: FlagsmithEmulator,
  ) {}

  step(title: string): void {
    this.#number += 1;
    this.io.out(`\n━━ ${String(this.#number)}. ${title}\n\n`);
  }

  say(text: string): void {
    this.io.out(`${text}\n`);
  }

  show(output: string): void {
    this.io.out(`${output.replace(/^/gm, "  │ ")}\n\n`);
  }

  requests(): void {
    const counts = Object.entries(this.emulator.counts());
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    this.say(`Requests to Flagsmith: ${total === 0 ? "none" : String(total)}`);
    for (const [route, count] of counts) this.say(`  ${String(count).padStart(3)}  ${route}`);
    this.forget();
  }

  forget(): void {
    this.emulator.resetRequests();
  }
}
