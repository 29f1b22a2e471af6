import { runFlagform } from "../../src/cli/run";
import { Interruption } from "../../src/cli/terminal/io";
import { render, type Text } from "../../src/cli/terminal/style";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `flagform …` in this process. `during` gets what it printed first, and interrupts it by returning. */
export async function run(
  argv: readonly string[],
  during: (printed: string) => Promise<void> = () => Promise.resolve(),
  progress: (line: string) => void = () => undefined,
): Promise<Ran> {
  const said = { out: "", err: "" };
  const abort = new AbortController();
  let work: Promise<void> | undefined;
  const write = (parts: readonly Text[]) => render(parts, false, (text) => text);
  const code = await runFlagform(argv, {
    out: (...parts) => {
      said.out += write(parts);
      work ??= during(said.out).finally(() => {
        abort.abort(new Interruption("the test is done", 130));
      });
    },
    err: (...parts) => {
      said.err += write(parts);
    },
    progress,
    interruption: () => abort.signal,
  });
  await work;
  return { code, ...said };
}

/** The variables that an emulator prints for a shell. */
export function exported(printed: string): Record<string, string> {
  return Object.fromEntries(
    [...printed.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}
