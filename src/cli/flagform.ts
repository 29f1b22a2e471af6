import { getOwn } from "../get-own";
import { VERSION } from "../version";
import { type Io, terminal } from "./io";

/** `flagform <command>`. Commands are loaded when they run. */

const COMMANDS: {
  readonly [name: string]: { readonly about: string; readonly run: (argv: string[], io: Io) => Promise<number> };
} = {
  provider: {
    about: "flagform provider --dir DIR            write the provider to a directory, as a filesystem mirror, for plain HCL",
    run: async (argv, io) => (await import("./provider-command")).runProviderCommand(argv, io),
  },
  emulator: {
    about: "flagform emulator flagsmith [options]  run a flag platform in memory, for tests and local development",
    run: async (argv, io) => (await import("../emulator/command")).runEmulatorCommand(argv, io),
  },
  demo: {
    about: "flagform demo                          plan, apply, drift, change and destroy a stack of flags on the emulator",
    run: async (argv, io) => (await import("./demo/story")).runDemo(argv, io),
  },
};

const HELP = `flagform ${VERSION}: feature flags as infrastructure\n\n${Object.values(COMMANDS)
  .map(({ about }) => `  ${about}`)
  .join("\n")}\n`;

async function main([name, ...argv]: string[]): Promise<number> {
  const io = terminal;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    io.out(HELP);
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "version") {
    io.out(`${VERSION}\n`);
    return 0;
  }
  const command = getOwn(COMMANDS, name);
  if (!command) {
    io.err(`flagform: there is no command "${name}"\n\n${HELP}`);
    return 2;
  }
  return command.run(argv, io);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (cause: unknown) => {
    terminal.err(`flagform: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exitCode = 1;
  },
);
