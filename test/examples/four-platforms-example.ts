import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** examples/four-platforms as anyone runs it: with the built package (npm run build). */

const example = join(__dirname, "../../examples/four-platforms");

export interface Stack {
  readonly provider: { readonly flagform: readonly [Record<string, unknown>] };
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** The stack's file for one platform, without cdktf's own marks. */
export function synthesized(platform: string, outdir: string): Stack {
  execFileSync(process.execPath, ["main.mjs"], {
    cwd: example,
    env: { ...process.env, FLAG_PLATFORM: platform, CDKTF_OUTDIR: outdir },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const text = readFileSync(join(outdir, "stacks", `search-${platform}`, "cdk.tf.json"), "utf8");
  return JSON.parse(text, (key, value: unknown) => (key === "//" || key === "backend" ? undefined : value)) as Stack;
}

/** What the README's emulator is started with. */
export function seedOf(platform: string): unknown {
  return JSON.parse(readFileSync(join(example, "seeds", `${platform}.json`), "utf8"));
}
