import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE, lockEntries, lockFileWith } from "../../../src/constructs/layout/lock-file";
import { packageHash } from "../../../src/constructs/layout/package-hash";
import { layOutProvider, PLATFORMS } from "../../../src/constructs/layout/provider-package";
import { hasTerraform, Workspace } from "../../fixtures/terraform-run";
import { fakePackage, temporaryDirectory } from "../fake-package";

const address = "registry.terraform.io/flagform/flagform";
const version = "0.1.0";
const CONFIGURATION = `terraform {
  required_providers {
    flagform = {
      source  = "${address}"
      version = "${version}"
    }
  }
}
`;

function files(mirror: string, platform: string, name: string): string {
  return join(mirror, address, version, platform, name);
}

describe("a package in a mirror", () => {
  test("is there for every platform, executable as it was", () => {
    const [directory, mirror] = [fakePackage(), temporaryDirectory()];
    const hash = layOutProvider({ address, version, directory }, mirror);
    for (const platform of PLATFORMS) {
      expect(packageHash(join(mirror, address, version, platform))).toBe(hash);
      expect(statSync(files(mirror, platform, `terraform-provider-flagform_v${version}`)).mode & 0o777).toBe(0o755);
      expect(statSync(files(mirror, platform, "provider.cjs")).mode & 0o777).toBe(0o644);
    }
  });

  test("takes its space once: the platforms are links of one, and none of the package itself", () => {
    const [directory, mirror] = [fakePackage(), temporaryDirectory()];
    layOutProvider({ address, version, directory }, mirror);
    const nodes = PLATFORMS.map((platform) => statSync(files(mirror, platform, "provider.cjs")).ino);
    expect(new Set(nodes).size).toBe(1);
    expect(nodes[0]).not.toBe(statSync(join(directory, "provider.cjs")).ino);
  });

  test("is left alone while it is the same, and replaced when the package changed", () => {
    const [directory, mirror] = [fakePackage(), temporaryDirectory()];
    layOutProvider({ address, version, directory }, mirror);
    const target = files(mirror, "darwin_arm64", "provider.cjs");
    const before = statSync(target).ino;
    layOutProvider({ address, version, directory }, mirror);
    expect(statSync(target).ino).toBe(before);

    writeFileSync(join(directory, "provider.cjs"), "// another\n");
    rmSync(join(directory, "more"), { recursive: true });
    const hash = layOutProvider({ address, version, directory }, mirror);
    for (const platform of PLATFORMS) expect(packageHash(join(mirror, address, version, platform))).toBe(hash);
    expect(readFileSync(target, "utf8")).toBe("// another\n");
  });

  test("that was never built is an error that says so", () => {
    const directory = join(temporaryDirectory(), "missing");
    expect(() => layOutProvider({ address, version, directory }, temporaryDirectory())).toThrow(/npm run build/);
  });
});

(hasTerraform() ? describe : describe.skip)("the real terraform", () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = new Workspace();
    workspace.write("main.tf", CONFIGURATION);
  });
  afterEach(() => workspace.remove());

  const lockFile = () => readFileSync(join(workspace.directory, LOCK_FILE), "utf8");

  test("finds the package in terraform.d/plugins, and computes the same hash", () => {
    const directory = fakePackage();
    const hash = layOutProvider({ address, version, directory }, join(workspace.directory, "terraform.d", "plugins"));
    workspace.must("init");
    expect(lockEntries(lockFile()).get(address)?.hashes).toEqual([hash]);
  });

  test("finds it with -plugin-dir", () => {
    const mirror = temporaryDirectory();
    layOutProvider({ address, version, directory: fakePackage() }, mirror);
    expect(workspace.must("init", `-plugin-dir=${mirror}`)).toContain("successfully initialized");
  });

  test("has nothing to change in the lock file that was written for it", () => {
    const directory = fakePackage();
    const hash = layOutProvider({ address, version, directory }, join(workspace.directory, "terraform.d", "plugins"));
    workspace.write(LOCK_FILE, lockFileWith(undefined, [{ address, version, hash }]));
    const before = lockFile();
    workspace.must("init", "-lockfile=readonly");
    expect(lockFile()).toBe(before);
  });
});
