import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useProviderPackage } from "../../src/constructs/internal/provider/carry-provider";

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "constructs-"));
  made.push(directory);
  return directory;
}

const made: string[] = [];

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A package that looks like the provider's; `terraform init` never runs it. */
export function fakePackage(content = "one"): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "more"));
  writeFileSync(join(directory, "terraform-provider-flagform_v0.1.0"), `#!/bin/sh\n# ${content}\n`);
  chmodSync(join(directory, "terraform-provider-flagform_v0.1.0"), 0o755);
  writeFileSync(join(directory, "provider.cjs"), "// the rest\n");
  writeFileSync(join(directory, "more", "LICENSE"), "free\n");
  return directory;
}

/** Stacks of the test bring this package along instead of the built one. */
export function carry(directory: string): void {
  const before = useProviderPackage(directory);
  restore.push(() => useProviderPackage(before));
}

const restore: (() => void)[] = [];

afterEach(() => {
  for (const undo of restore.splice(0)) undo();
});
