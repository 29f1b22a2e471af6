import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Finished {
  /** 128 and the signal's number is a shell's word: a process that a signal ended has -1 here. */
  readonly code: number;
  readonly stdout: string;
  /** Both streams, in the order they came. */
  readonly output: string;
}

export interface StartedProcess {
  readonly id: number;
  readonly finished: Promise<Finished>;
  /** To the process alone. */
  kill(signal: NodeJS.Signals): void;
  /** To its whole group, as Ctrl-C in a terminal. */
  interrupt(): void;
  /** Resolves once it has printed that. */
  printed(text: string | RegExp): Promise<string>;
}

/** Starts a program in a process group of its own. */
export function startProcess(
  file: string,
  argv: readonly string[],
  options: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
): StartedProcess {
  const child = spawn(file, argv, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const said = { stdout: "", output: "" };
  let listeners: (() => void)[] = [];
  const hear = (chunk: string, isOut: boolean): void => {
    if (isOut) said.stdout += chunk;
    said.output += chunk;
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    hear(chunk, true);
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    hear(chunk, false);
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    // Not "close": a process that outlives this one holds its streams open.
    child.on("exit", (code) => {
      const end = (): void => {
        resolve({ code: code ?? -1, ...said });
      };
      child.on("close", end);
      if (code === null) end();
    });
  });
  const id = child.pid ?? 0;
  return {
    id,
    finished,
    kill: (signal) => child.kill(signal),
    interrupt: () => process.kill(-id, "SIGINT"),
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!(typeof text === "string" ? said.output.includes(text) : text.test(said.output))) return;
          listeners = listeners.filter((each) => each !== look);
          resolve(said.output);
        };
        listeners.push(look);
        look();
        void finished.then(({ output }) => {
          reject(new Error(`${file} ended without having printed ${String(text)}:\n${output}`));
        }, reject);
      }),
  };
}

/** Whether a process runs. One that has ended and that nobody has fetched, as containers without an init keep them, does not. */
export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
  } catch {
    return false;
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${String(id)}/stat`, "utf8"));
  } catch {
    // No /proc here, or it has just ended.
    return process.platform !== "linux";
  }
}

/** Says what was waited for, before the test itself is ended. */
const LONGEST_MS = 600_000;

/** Waits for what has no event of its own, such as the end of somebody else's child. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = Date.now() + LONGEST_MS;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`waited ${String(LONGEST_MS)} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
