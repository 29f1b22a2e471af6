import { startSplitEmulator } from "../../../emulator/split/emulator";
import { asRecord } from "../stack/synthesized";
import type { StartPlace } from "./place";

export const startSplit: StartPlace = async ({ names, block, project, now }) => {
  const { title, comment, patch_guards } = asRecord(block["split"]);
  const server = await startSplitEmulator({
    clock: now,
    seed: {
      workspaces: [...new Set([project, ...names.projects])].map((name) => ({
        name,
        environments: [...names.environments].map((each) => ({ name: each, production: false })),
        trafficTypes: names.trafficTypes.size > 0 ? [...names.trafficTypes] : ["user"],
      })),
    },
  });
  return {
    block: {
      project,
      split: {
        ...(title !== undefined && { title }),
        ...(comment !== undefined && { comment }),
        ...(patch_guards !== undefined && { patch_guards }),
        host: server.url,
        api_key: server.key,
      },
    },
    stop: () => server.stop(),
  };
};
