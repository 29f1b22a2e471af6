import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as cdktf from "cdktf";
import { adopt } from "../../src/adopt/adopt";
import type { Adopted, Adoption } from "../../src/adopt/adoption";
import { together } from "../../src/adopt/plan/parts";
import { Session } from "../../src/adopt/session";
import * as flagform from "../../src/index";
import { inProcessClock } from "./clocks";
import { difference } from "./moving-in";
import type { PlatformWorkbench, StackParts } from "./platform-workbench";

export interface Adoptee {
  readonly adopted: Adopted;
  /** What was written, by the names of the files. */
  readonly files: Readonly<Record<string, string>>;
  /** Requests that changed something. */
  readonly writes: readonly object[];
}

/** `flagform adopt` of what a workbench's platform has, in a folder that is gone afterwards. */
export async function adoptFrom(
  workbench: PlatformWorkbench,
  options: Partial<Adoption> = {},
  more: StackParts = {},
): Promise<Adoptee> {
  const folder = mkdtempSync(join(tmpdir(), "flagform-adopt-"));
  const out = join(folder, "out");
  const { provider } = workbench.stack({}, more) as { readonly provider: { readonly flagform: readonly [object] } };
  const { signal = new AbortController().signal } = options;
  workbench.forget();
  try {
    const block = { platform: workbench.name, ...provider.flagform[0] };
    const hooks = workbench.options.hooks ?? { clock: inProcessClock };
    const session = await Session.open(block, { signal, hooks, notice: () => undefined });
    const adopted = await adopt(session, {
      environments: [],
      flags: [],
      overrides: "listed",
      identities: true,
      format: "typescript",
      credential: "THE_KEY",
      load: (name) => (name === "flagform" ? flagform : cdktf),
      progress: () => undefined,
      out,
      signal,
      ...options,
    });
    const files = readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")] as const);
    return { adopted, files: Object.fromEntries(files), writes: workbench.writes() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What Terraform would do with what was written, in its own time and by exact reads: only imports, nothing sent, and then nothing. */
export async function taken(
  workbench: PlatformWorkbench,
  { adopted }: Adoptee,
  more: StackParts = {},
): Promise<{ readonly changes: readonly object[]; readonly writes: number; readonly after: object }> {
  const { provider } = workbench.stack({}, more) as { readonly provider: object };
  const stack = { ...together(adopted.parts()), provider };
  const driver = workbench.newDriver();
  const exact = await driver.plan(stack);
  const changes = exact.changes.filter(({ action }) => action !== "no-op").map(difference);
  workbench.forget();
  await driver.apply(exact);
  const writes = workbench.writes().length;
  return { changes, writes, after: (await driver.plan(stack)).actions() };
}
