import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

export interface WrittenFile {
  readonly name: string;
  readonly text: string;
}

/** What is in a folder already: it is not written to. */
export function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/**
 * Writes all files one after the other, or none: they are written to a folder next to this one, which then takes its place. The folder must be empty, or not
 * exist.
 */
export function writeFolder(folder: string, files: Iterable<WrittenFile>): void {
  const target = resolve(folder);
  mkdirSync(dirname(target), { recursive: true });
  const workshop = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  const remove = (): void => {
    rmSync(workshop, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    const whole = join(workshop, "files");
    mkdirSync(whole);
    for (const { name, text } of files) writeFileSync(join(whole, name), text, { flag: "wx" });
    // Fails where somebody has written there in the meantime.
    if (existsSync(target)) rmdirSync(target);
    renameSync(whole, target);
  } finally {
    process.off("exit", remove);
    remove();
  }
}
