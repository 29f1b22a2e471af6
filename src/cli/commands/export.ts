import { defineCommand, type Group } from "../command/command";
import { FLAGS_ARGUMENT, PLATFORM_OPTION } from "../export/options";

const COMMON = {
  platform: PLATFORM_OPTION,
  out: { value: "FILE", help: "write to this file, instead of the standard output" },
} as const;

const LEFT_OUT = "What has no form there is left out, with the reason on the standard error.";

export const exportCommands: Group = {
  kind: "group",
  name: "export",
  summary: "write the flags of a stack or a plan in another form, for applications",
  noun: "form",
  commands: [
    defineCommand({
      name: "openfeature",
      summary: "write the OpenFeature command line's manifest, from which it generates typed accessors",
      about: [
        "Each flag has its type, its description and, as its default, what it serves where it is off; if that is not the same in all environments, the type's empty value.",
        LEFT_OUT,
      ],
      arguments: FLAGS_ARGUMENT,
      options: COMMON,
      run: async ({ values, arguments: [flags = "-"], io }) =>
        (await import("../export/run")).exportOpenFeature(flags, values, io),
    }),
    defineCommand({
      name: "flagd",
      summary: "write flagd's definitions of one environment, to serve the flags without a platform",
      about: [
        "flagd and OpenFeature's SDKs then serve what the platform would, except who falls into a percentage: as many people, but not the same ones, because flagd hashes in its own way. Traits are compared by the condition's type.",
        LEFT_OUT,
      ],
      arguments: FLAGS_ARGUMENT,
      options: { ...COMMON, environment: { value: "NAME", help: "the environment; required if there are several" } },
      run: async ({ values, arguments: [flags = "-"], io }) =>
        (await import("../export/run")).exportFlagd(flags, values, io),
    }),
  ],
};
