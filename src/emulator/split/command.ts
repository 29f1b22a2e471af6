import { oneOf, type PlatformCommand, projectBlock } from "../platform-command";
import { SDKS } from "./evaluation/sdk";

export const splitCommand: PlatformCommand = {
  title: "Split",
  options: {
    sdk: {
      value: "SDK",
      choices: SDKS,
      help: "whose evaluation it is, javascript by default: a negated condition on an absent attribute holds in javascript, python, go and php, and not in java, dotnet and android",
    },
  },
  starter: {
    workspaces: [
      {
        name: "Shop",
        environments: [{ name: "staging" }, { name: "production", production: true }],
        trafficTypes: ["user"],
      },
    ],
  },

  async start({ common: { budget, ...common }, text }) {
    const { startSplitEmulator } = await import("./emulator");
    const sdk = oneOf(SDKS, text("sdk"));
    const emulator = await startSplitEmulator({
      ...common,
      ...(budget !== undefined && { budget, budgetWindow: 60 }),
      ...(sdk !== undefined && { sdk }),
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
      provider: projectBlock(
        "split",
        "SplitProvider",
        emulator.planted.workspaces.map(({ name }) => name),
      ),
    };
  },
};
