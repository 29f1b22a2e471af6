/** What commands take that read the flags of a stack or a plan. */
export const FLAGS_ARGUMENT = [
  { name: "flags", help: "the folder of a synthesized stack, a saved plan, its JSON, or -" },
] as const;

export const PLATFORM_OPTION = {
  value: "PLATFORM",
  choices: ["flagsmith", "split", "vercel", "mixpanel"],
  help: "the platform, for plans that do not name it",
} as const;
