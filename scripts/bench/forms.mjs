import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { formConfiguration, FORMS, SEED } from "./configuration.mjs";
import { startEmulator } from "./emulator.mjs";
import { createWorkspace, OPERATIONS } from "./workspace.mjs";

/** What another provider of the same platform was seen to send for the same stack. */
export const PEER = JSON.parse(readFileSync(new URL("go-provider.json", import.meta.url), "utf8"));

const FLAGS = { whole: 50, quick: 5 };

export const WITH_FLAG = { name: 'destroy, on_destroy = "with_flag"', command: "destroy", value: "first" };

function stackOf({ quick }) {
  return `${quick ? FLAGS.quick : FLAGS.whole} flags x 3 environments x 2 segment overrides`;
}

/** One stack, its overrides written in each form: what each operation asks of the server, and how long it takes. */
export async function measureForms(bench) {
  const rows = [];
  for (const form of FORMS) {
    for (const onDestroy of [undefined, "with_flag"]) {
      const folder = join(bench.folder, "form");
      mkdirSync(folder);
      await measure({ ...bench, folder }, form, onDestroy, rows);
      rmSync(folder, { recursive: true });
    }
  }
  return { stack: stackOf(bench), isWhole: !bench.quick, rows };
}

async function measure(bench, form, onDestroy, rows) {
  const flags = bench.quick ? FLAGS.quick : FLAGS.whole;
  const emulator = await startEmulator(bench, { platform: "flagsmith", seed: SEED });
  try {
    const configuration = (changed) => formConfiguration({ flags, changed, form, onDestroy });
    const workspace = await createWorkspace(bench, form.name, configuration, {
      mirror: bench.mirror,
      variables: emulator.variables,
    });
    const [create] = OPERATIONS;
    // The second stack differs only in its end.
    if (onDestroy) await workspace(create);
    for (const operation of onDestroy ? [WITH_FLAG] : OPERATIONS) {
      bench.say(`${form.title}: ${operation.name}`);
      await emulator.takeCounts();
      const { seconds } = await workspace(operation);
      const { reads, writes } = await emulator.takeCounts();
      bench.say(`  ${reads + writes} requests, ${seconds.toFixed(1)} s`);
      rows.push({ form: form.name, operation: operation.name, reads, writes, seconds });
    }
  } finally {
    await emulator.stop();
  }
}
