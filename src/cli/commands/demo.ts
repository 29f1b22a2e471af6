import { defineCommand } from "../command/command";

export const demoCommand = defineCommand({
  name: "demo",
  summary: "plan, apply, drift, change and destroy a stack of flags on an emulated Flagsmith",
  about: [
    "Needs no account and no network. Uses the terraform or tofu on PATH; without one, it plans and applies in this process, and says so. Everything is made in a temporary folder, which is removed at the end.",
  ],
  options: {
    verbose: { help: "print Terraform's own words, and every route that was requested" },
  },
  run: async ({ values, io }) => (await import("../demo/story")).runDemo(values, io),
});
