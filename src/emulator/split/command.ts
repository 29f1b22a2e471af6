import type { PlatformCommand } from "../command-line";
import { startSplitEmulator } from "./emulator";
import { SeedError } from "./seed";

export const splitCommand: PlatformCommand = {
  title: "Split",
  texts: [],
  switches: [],
  help: [],
  isSeedError: (failure) => failure instanceof SeedError,

  async start({ common: { budget, ...common } }) {
    const emulator = await startSplitEmulator({
      ...common,
      ...(budget !== undefined && { budget, budgetWindow: 60 }),
    });
    const [workspace, ...others] = emulator.planted.workspaces;
    return {
      emulator,
      facts: [
        `limited key    ${emulator.limitedKey}`,
        ...emulator.planted.workspaces.flatMap((each) => [
          `workspace      ${each.id} ${each.name}`,
          ...each.environments.map(({ id, name }) => `  environment  ${name}  ${id}`),
          ...each.trafficTypes.map(({ id, name }) => `  traffic type ${name}  ${id}`),
        ]),
      ],
      variables: {
        SPLIT_HOST: emulator.url,
        SPLIT_API_KEY: emulator.key,
        ...(workspace && others.length === 0 && { SPLIT_PROJECT: `id:${workspace.id}` }),
      },
    };
  },
};
