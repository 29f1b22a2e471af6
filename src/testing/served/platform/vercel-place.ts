import { startVercelEmulator } from "../../../emulator/vercel/emulator";
import { asRecord } from "../stack/synthesized";
import type { StartPlace } from "./place";

export const startVercel: StartPlace = async ({ names, block, project, now }) => {
  const { entity } = asRecord(block["vercel"]);
  const server = await startVercelEmulator({
    clock: now,
    seed: {
      projects: [...new Set([project, ...names.projects])].map((name) => ({
        name,
        environments: [...names.environments],
      })),
    },
  });
  const { url: host, key: token, team } = server;
  return {
    block: { project, vercel: { ...(entity !== undefined && { entity }), host, token, team: team.slug } },
    stop: () => server.stop(),
  };
};
