import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getOwn } from "../../get-own";
import type { Inventory } from "../inventory/adopted";
import type { Part } from "../plan/parts";
import type { Refused } from "../plan/plan-adopted";
import { withoutTraces } from "./cheap-constructs";
import { type Cdktf, Harvest } from "./harvest";
import type { OwnNames } from "./own-names";
import type { ProgramFile } from "./program";
import { Refusals } from "./refusals";

/** Gives the packages that a program imports: `cdktf` and `flagform`. */
export type LoadPackage = (name: string) => object;

export type Synthesized =
  | { readonly kind: "stack"; readonly parts: () => Iterable<Part> }
  /** What the constructs refuse, with the reason. */
  | { readonly kind: "refused"; readonly refused: Refused };

/**
 * Runs the program, without its types, up to the stack that it would write, which is taken out file by file. Each flag is tried by
 * itself: what is refused of one says nothing of the others.
 */
export function synthesize(
  files: readonly ProgramFile[],
  { inventory, ownNames }: { readonly inventory: Inventory; readonly ownNames: OwnNames },
  load: LoadPackage,
): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "flagform-adopt-"));
  const refusals = new Refusals(inventory, ownNames);
  const cdktf = load("cdktf") as Cdktf;
  const harvest = new Harvest(cdktf, refusals);
  class App extends cdktf.App {
    constructor() {
      super({ outdir });
      harvest.app = this;
    }

    synth(): void {
      harvest.take();
    }
  }
  try {
    withoutTraces(() => {
      run(files, (name) => (name === "cdktf" ? { ...cdktf, App } : load(name)), refusals, harvest);
    });
    if (refusals.isEmpty) return { kind: "stack", parts: () => harvest.parts() };
    return { kind: "refused", refused: refusals.refused };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

type Made = (...args: readonly unknown[]) => unknown;

/**
 * As CommonJS does, for these modules alone, except that a module only runs when one of its functions is called: the code of all files at once takes much
 * memory. What a function has made is taken out of the stack when it returns.
 */
function run(files: readonly ProgramFile[], load: LoadPackage, refusals: Refusals, harvest: Harvest): void {
  const byName = new Map(files.map((each) => [`./${each.name}`, each]));
  const attempt = (flag: string, work: () => void): void => {
    try {
      work();
    } catch (cause) {
      refusals.ofFlag(flag, cause);
    }
  };
  const exportsOf = (file: ProgramFile): Readonly<Record<string, Made>> => {
    const exports = {};
    const body = new Function("exports", "require", "attempt", `"use strict";\n${file.module().render("javascript")}`);
    (body as (exports: object, require: LoadPackage, attempt: unknown) => void)(exports, require, attempt);
    return exports;
  };
  const require = (name: string): object => {
    const file = byName.get(name);
    if (!file) return load(name);
    const get =
      (_target: object, own: string): Made =>
      (...args) => {
        const made = getOwn(exportsOf(file), own)?.(...args);
        harvest.take();
        return made;
      };
    return new Proxy({}, { get });
  };
  const [main] = files;
  try {
    if (main) exportsOf(main);
  } catch (cause) {
    refusals.ofSegments(cause);
  }
}
