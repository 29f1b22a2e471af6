import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** The pages are what the provider declares: nothing else describes an attribute anywhere. */

const ROOT = join(__dirname, "..", "..");

test("what is committed is what the provider declares now", () => {
  expect(() => execFileSync(process.execPath, ["scripts/docs.mjs", "--check"], { cwd: ROOT, stdio: "pipe" })).not.toThrow();
}, 60_000);
