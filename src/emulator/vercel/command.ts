import { PAGE_SIZE, type PlatformCommand, projectBlock } from "../platform-command";

export const vercelCommand: PlatformCommand = {
  title: "Vercel",
  options: { "page-size": PAGE_SIZE, team: { value: "SLUG", help: "the team's slug, acme by default" } },
  starter: {
    projects: [
      {
        name: "Shop",
        entities: [
          {
            kind: "user",
            label: "User",
            attributes: [
              { key: "id", type: "string" },
              { key: "plan", type: "string" },
              { key: "email", type: "string" },
            ],
          },
        ],
      },
    ],
  },

  async start({ common, text, number }) {
    const { startVercelEmulator } = await import("./emulator");
    const [team, pageSize] = [text("team"), number("page-size")];
    const emulator = await startVercelEmulator({
      ...common,
      ...(pageSize !== undefined && { pageSize }),
      ...(team !== undefined && { team }),
    });
    const [project, ...others] = emulator.planted.projects;
    return {
      emulator,
      facts: [
        `limited key    ${emulator.limitedKey}`,
        `team           ${emulator.team.id} ${emulator.team.slug}`,
        ...emulator.planted.projects.flatMap((each) => [
          `project        ${each.id} ${each.name}`,
          ...each.environments.map((name) => `  environment  ${name}`),
        ]),
      ],
      variables: {
        VERCEL_HOST: emulator.url,
        VERCEL_TOKEN: emulator.key,
        VERCEL_TEAM: emulator.team.id,
        ...(project && others.length === 0 && { VERCEL_PROJECT: project.id }),
      },
      provider: projectBlock(
        "vercel",
        "VercelProvider",
        emulator.planted.projects.map(({ name }) => name),
      ),
    };
  },
};
