import { runFlagform } from "./run";
import { openTerminal } from "./terminal/terminal";

/** The `flagform` command. */
void runFlagform(process.argv.slice(2), openTerminal()).then((code) => {
  process.exitCode = code;
});
