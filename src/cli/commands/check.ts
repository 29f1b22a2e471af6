import { defineCommand } from "../command/command";
import { FLAGS_ARGUMENT, PLATFORM_OPTION } from "../export/options";

export const checkCommand = defineCommand({
  name: "check",
  summary: "say whether the flags of a stack or a plan are what applications expect",
  about: [
    "FILE is an OpenFeature manifest, or less: the flags by key, each with flagType, and if you like with the variants that the application knows and the environments in which it asks.",
  ],
  arguments: FLAGS_ARGUMENT,
  options: {
    expects: { value: "FILE", many: true, required: true, help: "what one application expects; may be repeated" },
    platform: PLATFORM_OPTION,
  },
  exits: { 3: "a flag that an application needs is missing, or another" },
  run: async ({ values, arguments: [flags = "-"], io }) => (await import("../export/check")).runCheck(flags, values, io),
});
