import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "./emulator.mjs";
import { platformConfiguration, PLATFORMS } from "./platform-stacks.mjs";
import { createWorkspace, OPERATIONS } from "./workspace.mjs";

/** The same stack on each platform: what each operation asks of the server, counted. */
export async function measurePlatforms(bench) {
  const results = [];
  for (const platform of PLATFORMS) {
    const own = { ...bench, folder: join(bench.folder, "platform") };
    mkdirSync(own.folder);
    const emulator = await startEmulator(own, { platform: platform.name, seed: platform.seed });
    try {
      const configuration = (value) => platformConfiguration(platform, value);
      const workspace = await createWorkspace(own, "stack", configuration, {
        mirror: bench.mirror,
        variables: emulator.variables,
      });
      for (const operation of OPERATIONS) {
        bench.say(`${platform.name}: ${operation.name}`);
        await emulator.takeCounts();
        const { seconds } = await workspace(operation);
        results.push({ platform: platform.name, operation: operation.name, ...(await emulator.takeCounts()), seconds });
      }
    } finally {
      await emulator.stop();
    }
    rmSync(own.folder, { recursive: true });
  }
  return results;
}
