import { choose, type PlatformCommand, wholeNumber } from "../command-line";
import { startFlagsmithEmulator } from "./emulator";
import { SERVER_RELEASES } from "./options";

export const flagsmithCommand: PlatformCommand = {
  title: "Flagsmith",
  texts: ["organisation", "server", "creation-time"],
  switches: ["versioning", "edge"],
  help: [
    "--versioning    new environments have feature versioning v2",
    "--edge          identities of new projects live at the edge, as on SaaS",
    "--organisation  the organisation's name",
    "--creation-time milliseconds that creating an environment or a feature takes; created together they do not see each other,",
    "                and the feature stays without a state in the environment",
    `--server        the release to be: ${SERVER_RELEASES.join(", ")}; 2.240 lacks the whole-flag endpoint; 2.200 also the`,
    "                experiments, and has the engine of before 2.218: inner rules all hold, IN knows no JSON lists",
  ],

  async start({ common, pageSize, text, on }) {
    const [organisation, server, creationTime] = [text("organisation"), text("server"), text("creation-time")];
    const emulator = await startFlagsmithEmulator({
      ...common,
      ...(pageSize !== undefined && { pageSize }),
      ...(on("versioning") && { versioning: true }),
      ...(on("edge") && { identities: "edge" as const }),
      ...(organisation !== undefined && { organisation }),
      ...(creationTime !== undefined && { creationTime: wholeNumber("--creation-time", creationTime) }),
      ...(server !== undefined && { server: choose("server", server, SERVER_RELEASES) }),
    });
    const [project, ...others] = emulator.planted.projects;
    return {
      emulator,
      facts: [
        `organisation   ${emulator.organisationId}`,
        `limited key    ${emulator.limitedKey}`,
        ...emulator.planted.projects.flatMap((each) => [
          `project        ${each.id} ${each.name}`,
          ...each.environments.map((environment) => `  environment  ${environment.name}  ${environment.key}`),
        ]),
      ],
      variables: {
        FLAGSMITH_HOST: emulator.url,
        FLAGSMITH_MASTER_API_KEY: emulator.key,
        FLAGSMITH_ORGANISATION: String(emulator.organisationId),
        ...(project && others.length === 0 && { FLAGSMITH_PROJECT: `id:${project.id}` }),
      },
    };
  },
};
