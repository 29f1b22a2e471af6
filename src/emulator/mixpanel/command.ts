import type { PlatformCommand } from "../command-line";
import { startMixpanelEmulator } from "./emulator";

export const mixpanelCommand: PlatformCommand = {
  title: "Mixpanel",
  texts: ["username"],
  switches: ["reuse-keys"],
  help: ["--username      the service account's name", "--reuse-keys    the key of a deleted flag can be used again"],

  async start({ common: { key, limitedKey, ...common }, text, on }) {
    const username = text("username");
    const emulator = await startMixpanelEmulator({
      ...common,
      ...(username !== undefined && { username }),
      ...(key !== undefined && { secret: key }),
      ...(limitedKey !== undefined && { limitedSecret: limitedKey }),
      ...(on("reuse-keys") && { deletedKeys: "free" as const }),
    });
    return {
      emulator,
      facts: [
        `limited        ${emulator.limitedUsername} ${emulator.limitedSecret}`,
        ...emulator.planted.projects.flatMap((each) => [
          `project        ${each.id} ${each.name}`,
          ...each.workspaces.map(({ id, name }) => `  workspace    ${id} ${name}`),
        ]),
      ],
      variables: {
        MIXPANEL_HOST: emulator.url,
        MIXPANEL_USERNAME: emulator.username,
        MIXPANEL_SECRET: emulator.secret,
      },
    };
  },
};
