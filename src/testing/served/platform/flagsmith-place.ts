import { startFlagsmithEmulator } from "../../../emulator/flagsmith/emulator";
import { asRecord } from "../stack/synthesized";
import type { StartPlace } from "./place";

export const startFlagsmith: StartPlace = async ({ names, block, project, now }) => {
  const { write_api, bypass_change_requests } = asRecord(block["flagsmith"]);
  const projects = [...new Set([project, ...names.projects])];
  const server = await startFlagsmithEmulator({
    clock: now,
    seed: {
      projects: projects.map((name) => ({
        name,
        environments: [...names.environments].map((each) => ({ name: each })),
      })),
    },
  });
  for (const { id } of server.planted.projects) {
    for (const label of names.tags)
      server.write("POST", `/api/v1/projects/${id}/tags/`, { label, color: "#888888", description: "" });
  }
  return {
    block: {
      project,
      flagsmith: {
        ...(write_api !== undefined && { write_api }),
        ...(bypass_change_requests !== undefined && { bypass_change_requests }),
        host: server.url,
        api_key: server.key,
      },
    },
    stop: () => server.stop(),
  };
};
