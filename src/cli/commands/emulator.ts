import { EMULATORS } from "../../emulator/command";
import type { PlatformCommand } from "../../emulator/platform-command";
import { type Command, defineCommand, type Group } from "../command/command";
import { COMMON, type CommonValues } from "../emulator/options";

export const emulatorCommands: Group = {
  kind: "group",
  name: "emulator",
  summary: "run a flag platform in memory, for tests and local development",
  noun: "platform",
  commands: [...EMULATORS].map(([name, platform]) => emulatorCommand(name, platform)),
};

function emulatorCommand(name: string, platform: PlatformCommand): Command {
  return defineCommand({
    name,
    summary: `run ${platform.title} in memory, for tests and local development`,
    about: [
      `Starts with what the examples of the README and of the guide to ${platform.title} need. It prints the environment variables and the provider block to paste, and runs until Ctrl-C; then it prints how often each route was requested, and exits with 0.`,
    ],
    options: { ...COMMON, ...platform.options },
    exits: { 0: "ended by Ctrl-C or SIGTERM", 1: "it could not start, for example because the port is in use" },
    run: async ({ values, io }) =>
      (await import("../emulator/run")).runEmulator(
        platform,
        values as CommonValues & Readonly<Record<string, unknown>>,
        io,
      ),
  });
}
