import { oneOf, PAGE_SIZE, type PlatformCommand, projectBlock } from "../platform-command";
import { SERVER_RELEASES } from "./releases";

export const flagsmithCommand: PlatformCommand = {
  title: "Flagsmith",
  options: {
    "page-size": PAGE_SIZE,
    versioning: { help: "new environments have feature versioning v2" },
    edge: { help: "identities of new projects live at the edge, as on SaaS" },
    organisation: { value: "NAME", help: "the organisation's name" },
    "creation-time": {
      value: "MS",
      integer: true,
      help: "milliseconds that creating an environment or a feature takes; created together they do not see each other, and the feature stays without a state in the environment",
    },
    server: {
      value: "RELEASE",
      choices: SERVER_RELEASES,
      help: "the release to be: 2.240 lacks the whole-flag endpoint; 2.200 also the experiments, and has the engine of before 2.218: inner rules all hold, IN knows no JSON lists",
    },
  },
  starter: { projects: [{ name: "Shop", environments: [{ name: "staging" }, { name: "production" }] }] },

  async start({ common, text, number, on }) {
    const { startFlagsmithEmulator } = await import("./emulator");
    const [organisation, creationTime, pageSize] = [text("organisation"), number("creation-time"), number("page-size")];
    const server = oneOf(SERVER_RELEASES, text("server"));
    const emulator = await startFlagsmithEmulator({
      ...common,
      ...(pageSize !== undefined && { pageSize }),
      ...(on("versioning") && { versioning: true }),
      ...(on("edge") && { identities: "edge" as const }),
      ...(organisation !== undefined && { organisation }),
      ...(creationTime !== undefined && { creationTime }),
      ...(server !== undefined && { server }),
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
      provider: projectBlock(
        "flagsmith",
        "FlagsmithProvider",
        emulator.planted.projects.map(({ name }) => name),
      ),
    };
  },
};
