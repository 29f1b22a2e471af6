import { flagsmithCommand } from "./flagsmith/command";
import { mixpanelCommand } from "./mixpanel/command";
import type { PlatformCommand, Started } from "./platform-command";
import { splitCommand } from "./split/command";
import { vercelCommand } from "./vercel/command";

/** What `flagform emulator` runs, by the platform's name. */
export const EMULATORS: ReadonlyMap<string, PlatformCommand> = new Map([
  ["flagsmith", flagsmithCommand],
  ["split", splitCommand],
  ["vercel", vercelCommand],
  ["mixpanel", mixpanelCommand],
]);

/** How to look at the emulator, and how to point a provider at it: to be pasted as it is. */
export function describeEmulator({ title }: PlatformCommand, { emulator, facts, variables, provider }: Started): string {
  const control = `${emulator.url}/__emulator__`;
  return [
    `${title} emulator at ${emulator.url}`,
    `page           ${emulator.url}/   (flags, who is served what, requests and faults, in a browser)`,
    ...facts,
    `control token  ${emulator.controlToken}   (Authorization: Bearer TOKEN at ${control}/requests and ${control}/faults)`,
    "",
    "Where Terraform runs:",
    "",
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    "",
    "In the configuration:",
    "",
    'provider "flagform" {',
    ...provider.hcl.map((line) => `  ${line}`),
    "}",
    "",
    "Or with the constructs:",
    "",
    provider.typescript,
    "",
    "Ctrl-C ends it, and prints how often each route was requested.",
    "",
  ].join("\n");
}

export function countsTable(counts: Record<string, number>): string {
  const rows = Object.entries(counts).map(([route, count]) => `${String(count).padStart(6)}  ${route}`);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return ["", `${String(total).padStart(6)}  requests`, ...rows, ""].join("\n");
}

/** Quoted where a shell would read it otherwise. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
