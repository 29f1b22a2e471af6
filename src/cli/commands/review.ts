import { defineCommand } from "../command/command";

export const reviewCommand = defineCommand({
  name: "review",
  summary: "say who is served what, before and after a plan is applied",
  about: [
    "PLAN is a saved plan, the JSON of terraform show -json (or tofu show -json), or - for that JSON on the standard input. A saved plan is read by the terraform or tofu on PATH, in the folder that was initialised for it.",
    "Nothing is requested from the flag platform, and nothing sensitive is printed.",
  ],
  arguments: [{ name: "plan", help: "a saved plan, its JSON, or -" }],
  options: {
    format: {
      value: "FORMAT",
      choices: ["text", "markdown", "html", "json"],
      help: "text (default), markdown for a comment, html for one page, json for programs",
    },
    personas: { value: "FILE", help: "a JSON file of people, to say what each of them is served" },
    "fail-on": {
      value: "RULE",
      many: true,
      help: "exit with 3 on danger, change, or moved>25% (also where that is unknown)",
    },
    production: {
      value: "NAME",
      many: true,
      help: "an environment that is production; default: all whose name does not say otherwise",
    },
    platform: {
      value: "PLATFORM",
      choices: ["flagsmith", "split", "vercel", "mixpanel"],
      help: "the platform, for plans that do not name it",
    },
  },
  exits: { 3: "the plan has what --fail-on names" },
  run: async ({ values, arguments: [plan = "-"], io }) => (await import("../review/run")).runReview(plan, values, io),
});
