import type { Group } from "../command/command";
import { adoptCommand } from "./adopt";
import { checkCommand } from "./check";
import { completionCommand } from "./completion";
import { demoCommand } from "./demo";
import { emulatorCommands } from "./emulator";
import { exportCommands } from "./export";
import { providerCommand } from "./provider";
import { reviewCommand } from "./review";

/** Everything that `flagform` can do: a file in this folder, and a line here, per command. */
export const FLAGFORM: Group = {
  kind: "group",
  name: "flagform",
  summary: "feature flags as infrastructure",
  noun: "command",
  commands: [
    providerCommand,
    adoptCommand,
    reviewCommand,
    exportCommands,
    checkCommand,
    emulatorCommands,
    demoCommand,
    completionCommand,
  ],
};
