import { hclText, type PlatformCommand, type Started } from "../platform-command";

export const mixpanelCommand: PlatformCommand = {
  title: "Mixpanel",
  options: {
    username: { value: "NAME", help: "the service account's name" },
    "reuse-keys": { help: "the key of a deleted flag can be used again" },
  },
  starter: {
    projects: [
      { name: "production", id: 1_000_001 },
      { name: "staging", id: 1_000_002 },
    ],
  },

  async start({ common: { key, limitedKey, ...common }, text, on }) {
    const { startMixpanelEmulator } = await import("./emulator");
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
      provider: mappingBlock(emulator.planted.projects),
    };
  },
};

/** Each project is an environment of the same name. */
function mappingBlock(projects: readonly { readonly id: number; readonly name: string }[]): Started["provider"] {
  const names = projects.map(({ name }) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)));
  const width = Math.max(0, ...names.map((name) => hclText(name).length));
  const rows = projects.map(({ id }, index) => `    ${hclText(names[index] ?? "").padEnd(width)} = { project = "${id}" }`);
  const entries = projects.map(({ id }, index) => `${names[index] ?? ""}: MixpanelProject.of("${id}")`);
  return {
    hcl: ['platform = "mixpanel"', "mixpanel = {", "  environments = {", ...rows, "  }", "}"],
    typescript: `new MixpanelProvider(stack, "flags", { environments: { ${entries.join(", ")} } });`,
  };
}
