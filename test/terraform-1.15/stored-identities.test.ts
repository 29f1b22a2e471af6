import { readFileSync } from "node:fs";
import { join } from "node:path";
import { STACK, startEmulator } from "../e2e/checkout-stack";
import { writesOf } from "../support/flagsmith-by-hand";
import { Workspace } from "../support/terraform-workspace";

/** A state of a release, or of a Terraform, that had no identities: it plans empty, and gets them without a write to the platform. */

interface StateFile {
  readonly serial: number;
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly identity?: object; readonly identity_schema_version?: number }[];
  }[];
}

test.each([
  ["a refresh", ["apply", "-refresh-only"]],
  ["an apply", ["apply"]],
])("%s stores them", async (_what, command) => {
  const emulator = await startEmulator();
  const workspace = new Workspace(emulator);
  const read = (): StateFile =>
    JSON.parse(readFileSync(join(workspace.directory, "terraform.tfstate"), "utf8")) as StateFile;
  const identities = () =>
    read().resources.flatMap(({ mode, type, name, instances }) =>
      mode === "managed" ? instances.map(({ identity }) => [`${type}.${name}`, identity] as const) : [],
    );
  try {
    workspace.configure(STACK);
    await workspace.init();
    await workspace.apply();
    const stored = identities();
    expect(stored).toHaveLength(6);
    expect(stored.every(([, identity]) => identity !== undefined)).toBe(true);
    const older = {
      ...read(),
      serial: read().serial + 1,
      resources: read().resources.map((each) => ({
        ...each,
        instances: each.instances.map(({ identity: _, identity_schema_version: __, ...rest }) => rest),
      })),
    };
    workspace.write("terraform.tfstate", JSON.stringify(older, null, 2));
    expect(JSON.stringify(identities())).not.toContain("flag_id");
    emulator.resetRequests();
    expect(await workspace.planIsEmpty()).toBe(true);
    await workspace.succeed(...command, "-input=false", "-auto-approve");
    expect(identities()).toEqual(stored);
    expect(await workspace.planIsEmpty()).toBe(true);
    expect(writesOf(emulator)).toEqual([]);
  } finally {
    workspace.remove();
    await emulator.stop();
  }
});
