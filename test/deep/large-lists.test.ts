import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { start } from "../cli/flagform";
import { MANY_ENVIRONMENTS, PLANT_MANY } from "../four-platforms/moving-in/many";
import { DEEP } from "../support/fast-check";
import { PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";
import { Query } from "../support/query";

/** What the lists of a project of 10,000 flags take in memory, beyond what the emulator has in this process too. */

const FLAGS = DEEP ? 10_000 : 50;
/** Vercel takes 10 MB of flags in a project, which are some 5,000 of these. */
const MOST_FLAGS = { flagsmith: FLAGS, split: FLAGS, vercel: Math.min(FLAGS, 5000), mixpanel: FLAGS };
const MOST_MEGABYTES = 500;
const LISTS = ["feature_flag", "segment", "environment_definition", "segment_override", "identity_override"];

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const megabytes = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

test.each(PLATFORMS)(
  "%s",
  async (name) => {
    const workbench = await PlatformWorkbench.start(name);
    try {
      const parts = PLANT_MANY[name](workbench, MOST_FLAGS[name]);
      const query = await Query.of(workbench, parts);
      const before = megabytes();
      let most = 0;
      const figures: string[] = [];
      for (const type of LISTS) {
        const begun = performance.now();
        let events = 0;
        // As core does, nothing is kept but the count: core has its own process.
        const counted = await query.count(`flagform_${type}`, () => {
          if (++events % 2000 === 0) most = Math.max(most, megabytes() - before);
        });
        most = Math.max(most, megabytes() - before);
        workbench.logged.length = 0;
        figures.push(`${type} ${String(counted)} in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
      }
      await query.close();
      const requests = workbench.server.requests().length;
      process.stdout.write(`${name}: ${figures.join(", ")}; ${String(requests)} requests; at most ${most.toFixed(0)} MB\n`);
      expect(most).toBeLessThan(MOST_MEGABYTES);
      expect(figures[2]).toContain(` ${String(MOST_FLAGS[name] * MANY_ENVIRONMENTS.length)} `);
    } finally {
      await workbench.stop();
    }
  },
  DEEP ? 3_600_000 : 60_000,
);

/** A process of its own, with all that Node takes. Linux tells how much it was at most. */
async function peakOfAdopting(
  argv: readonly string[],
  { flags, environments, told }: { readonly flags: number; readonly environments: readonly string[]; readonly told: string },
): Promise<void> {
  const features = Array.from({ length: flags }, (_, index) => ({ name: `flag-${String(index)}` }));
  const seed = { projects: [{ name: "Big", environments: environments.map((name) => ({ name })), features }] };
  const emulator = await startFlagsmithEmulator({ seed });
  const folder = mkdtempSync(join(tmpdir(), "flagform-adopt-"));
  try {
    const env = { FLAGSMITH_HOST: emulator.url, FLAGSMITH_MASTER_API_KEY: emulator.key };
    const place = ["--platform", "flagsmith", "--project", "Big", "--out", join(folder, "out")];
    const { id, finished } = start(["adopt", ...place, ...argv], env);
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, peakOf(id));
    }, 20);
    const { code, stdout } = await finished.finally(() => {
      clearInterval(watch);
    });
    expect(stdout).toContain(told);
    expect(code).toBe(0);
    process.stdout.write(`adopt ${argv.join(" ")}: at most ${most.toFixed(0)} MB\n`);
    if (process.platform === "linux") expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(MOST_MEGABYTES);
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true });
  }
}

const FORMATS = DEEP ? ["hcl", "typescript"] : ["hcl"];

test.each(FORMATS)(
  "flagform adopt of the flags as %s takes as little",
  async (format) => {
    const told = `${String(2 * FLAGS)} imports, nothing to change`;
    await peakOfAdopting(["--format", format], { flags: FLAGS, environments: ["production"], told });
  },
  DEEP ? 3_600_000 : 60_000,
);

/** What does not exist yet is planned at once. */
test.each(FORMATS)(
  "flagform adopt of a quarter of the flags for another platform as %s takes as little",
  async (format) => {
    const flags = Math.ceil(FLAGS / 4);
    const told = `${String(flags * (MANY_ENVIRONMENTS.length + 1))} resources to create on Split, nothing is lost`;
    await peakOfAdopting(["--for", "split", "--format", format], { flags, environments: MANY_ENVIRONMENTS, told });
  },
  DEEP ? 3_600_000 : 60_000,
);

/** In megabytes; 0 where nothing tells, or nothing runs any more. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
