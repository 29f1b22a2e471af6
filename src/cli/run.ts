import { VERSION } from "../version";
import { type Group, UsageError } from "./command/command";
import { help } from "./command/help";
import { LocatedUsageError, parse } from "./command/parse";
import { FLAGFORM } from "./commands/all";
import { Interruption, type Io } from "./terminal/io";
import { styled } from "./terminal/style";
import { messageOf } from "./terminal/system-error";

/** `flagform …`, up to its exit code. Every error is one line on stderr, which names the command and ends with the next step. */
export async function runFlagform(argv: readonly string[], io: Io, root: Group = FLAGFORM): Promise<number> {
  let path: readonly string[] = [root.name];
  try {
    if (argv.length === 0) {
      io.out(...help(root, path, VERSION));
      return 2;
    }
    const request = parse(root, argv);
    if (request.kind === "version") {
      io.out(`${VERSION}\n`);
      return 0;
    }
    path = request.path;
    if (request.kind === "help") {
      io.out(...help(request.of, path, VERSION));
      return 0;
    }
    const { command, values, arguments: given } = request;
    return await command.run({ values, arguments: given, io, root });
  } catch (cause) {
    if (cause instanceof Interruption) return cause.exitCode;
    const from = cause instanceof LocatedUsageError ? cause.path : path;
    io.err(styled("red", `${from.join(" ")}:`), ` ${oneLine(cause)}\n`);
    return cause instanceof UsageError ? 2 : 1;
  }
}

function oneLine(cause: unknown): string {
  const lines = messageOf(cause)
    .split("\n")
    .map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}
