import { defineCommand } from "../command/command";

export const adoptCommand = defineCommand({
  name: "adopt",
  summary: "write what a flag platform has as code, whose first plan only imports",
  about: [
    "Reads flags, segments, and what flags serve in each environment, with the credential of the platform's environment variables, and writes a CDKTF program in TypeScript or a configuration in HCL to a new folder. Then it plans what it wrote, and says what the plan would do. It writes nothing to the platform.",
  ],
  options: {
    platform: {
      value: "NAME",
      required: true,
      choices: ["flagsmith", "split", "vercel", "mixpanel"],
      help: "where the flags are",
    },
    out: { value: "DIR", required: true, help: "the folder to write, which is new or empty" },
    project: { value: "NAME", help: "the project, by name or id:ID; default: the platform's environment variable" },
    environment: { value: "NAME", many: true, help: "only this environment; may be repeated" },
    flag: { value: "PATTERN", many: true, help: "only flags whose keys match, as in 'checkout-*'; may be repeated" },
    format: { value: "FORMAT", choices: ["typescript", "hcl"], help: "what to write; default: typescript" },
    overrides: {
      value: "MODE",
      choices: ["listed", "exact", "separate"],
      help: "as a part of their definition, others' allowed or not, or as resources of their own; default: listed",
    },
    identities: { help: "write the overrides of single identities too, which may be names of people" },
    set: {
      value: "NAME=VALUE",
      many: true,
      help: "a setting of the provider, as in host=https://flags.example.com or environments.production=3187204; may be repeated",
    },
    for: {
      value: "NAME",
      choices: ["flagsmith", "split", "vercel", "mixpanel"],
      help: "write it for another platform, on which the flags do not exist yet",
    },
    "for-project": { value: "NAME", help: "with --for: the project there; default: the same name" },
    "for-environment": {
      value: "FROM=TO",
      many: true,
      help: "with --for: the environment there that takes the flags of this one, if its name differs; may be repeated",
    },
    "for-set": { value: "NAME=VALUE", many: true, help: "with --for: a setting of the provider there; may be repeated" },
  },
  exits: {
    0: "done: the plan only imports; with --for, nothing is lost",
    1: "it failed, the plan would change something, or the other platform cannot say everything: the message says what",
    2: "the command line is invalid, or the folder is not empty",
  },
  run: async ({ values, io }) => {
    (await import("../adopt/small-heap")).keepHeapSmall();
    return (await import("../adopt/run")).runAdopt(values, io);
  },
});
