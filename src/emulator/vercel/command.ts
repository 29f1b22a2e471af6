import type { PlatformCommand } from "../command-line";
import { startVercelEmulator } from "./emulator";

export const vercelCommand: PlatformCommand = {
  title: "Vercel",
  texts: ["team"],
  switches: [],
  help: ["--team          the team's slug"],

  async start({ common, pageSize, text }) {
    const team = text("team");
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
    };
  },
};
