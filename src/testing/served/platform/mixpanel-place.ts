import { startMixpanelEmulator } from "../../../emulator/mixpanel/emulator";
import { asRecord } from "../stack/synthesized";
import type { StartPlace } from "./place";

/** Each environment is a project there, which the provider block names. */
export const startMixpanel: StartPlace = async ({ names, block, now }) => {
  const mapped = Object.keys(asRecord(asRecord(block["mixpanel"])["environments"]));
  const environments = [...new Set([...mapped, ...names.environments])];
  const server = await startMixpanelEmulator({
    clock: now,
    seed: { projects: environments.map((name) => ({ name })) },
  });
  const projects = server.planted.projects.map(({ id, name }) => [name, { project: String(id) }] as const);
  const { url: host, username, secret } = server;
  return {
    block: { mixpanel: { host, username, secret, environments: Object.fromEntries(projects) } },
    stop: () => server.stop(),
  };
};
