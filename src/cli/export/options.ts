/** What commands take that read the flags of a plan. */
export const PLAN_ARGUMENT = [{ name: "plan", help: "a saved plan, its JSON, or -" }] as const;

export const PLATFORM_OPTION = {
  value: "PLATFORM",
  choices: ["flagsmith", "split", "vercel", "mixpanel"],
  help: "the platform, for plans that do not tell it",
} as const;
