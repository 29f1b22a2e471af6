import { printable } from "../../terraform/printable";
import { wantsColours } from "./colours";
import { CLOSED_PIPE, Interruption, type Io, SIGNALS } from "./io";
import { progressLine } from "./progress-line";
import { render, type Text } from "./style";

/** The process's own terminal. Control characters in text from others are shown, not executed. */
export function openTerminal(): Io {
  const abort = new AbortController();
  let watched = false;
  const interrupt = (reason: string, code: number) => {
    if (!watched || abort.signal.aborted) process.exit(code);
    abort.abort(new Interruption(reason, code));
  };
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (cause) => {
      failedToWrite(cause, interrupt);
    });
  const progress = progressLine(process.stderr);
  const cleared =
    (write: (...parts: readonly Text[]) => void) =>
    (...parts: readonly Text[]): void => {
      progress("");
      write(...parts);
    };
  return {
    out: cleared(writer(process.stdout)),
    err: cleared(writer(process.stderr)),
    progress,
    interruption: () => {
      if (!watched) {
        for (const [name, code] of Object.entries(SIGNALS))
          process.on(name, () => {
            interrupt(`ended by ${name}`, code);
          });
      }
      watched = true;
      return abort.signal;
    },
  };
}

function writer(stream: NodeJS.WriteStream): (...parts: readonly Text[]) => void {
  const colours = wantsColours(stream, process.env);
  return (...parts) => {
    if (!stream.destroyed) stream.write(render(parts, colours, printable));
  };
}

/** Nobody reads any more, as after `| head`: the end, in silence. Anything else, such as a full disk, is an error. */
function failedToWrite(cause: NodeJS.ErrnoException, interrupt: (reason: string, code: number) => void): void {
  if (cause.code === "EPIPE") {
    interrupt("nobody reads the output any longer", CLOSED_PIPE);
    return;
  }
  process.stderr.write(`flagform: cannot write the output: ${cause.message}\n`);
  interrupt("the output could not be written", 1);
}
