import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { zip } from "../../../scripts/release/zip.cjs";
import { LOCK_FILE, lockEntries, lockFileWith } from "../../../src/constructs/layout/lock-file";
import { packageHash } from "../../../src/constructs/layout/package-hash";
import { layOutProvider, PLATFORMS } from "../../../src/constructs/layout/provider-package";
import { FlagsmithProvider, type FlagsmithProviderProps } from "../../../src/constructs/provider/flagsmith-provider";
import { hasTerraform, Workspace } from "../../fixtures/terraform-run";
import { carry, fakePackage, temporaryDirectory } from "../fake-package";

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

describe("executables that a provider names", () => {
  const NAME = `terraform-provider-flagform_v${version}`;

  /** A folder with an executable, as a release has it. */
  function release(platform = "linux_amd64", content = "machine code"): string {
    const folder = temporaryDirectory();
    const archive = zip([{ name: NAME, content: Buffer.from(content), mode: 0o755 }]);
    writeFileSync(join(folder, `terraform-provider-flagform_${version}_${platform}.zip`), archive);
    return folder;
  }

  /** Synthesizes a stack; a second time into the same folder, as pipelines do. */
  function synthesize(props: FlagsmithProviderProps, outdir = temporaryDirectory()): string {
    carry(fakePackage());
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "shop");
    new FlagsmithProvider(stack, "flagsmith", props);
    app.synth();
    return join(outdir, "stacks", "shop");
  }

  const inStack = (stack: string, platform: string) => join(stack, "terraform.d", "plugins", address, version, platform);
  const hashesIn = (stack: string) => lockEntries(readFileSync(join(stack, LOCK_FILE), "utf8")).get(address)?.hashes;

  test("replace the JavaScript provider on their platform only, and both hashes are locked", () => {
    const stack = synthesize({ executables: release() });
    expect(readdirSync(inStack(stack, "linux_amd64"))).toEqual([NAME]);
    expect(readFileSync(join(inStack(stack, "linux_amd64"), NAME), "utf8")).toBe("machine code");
    expect(statSync(join(inStack(stack, "linux_amd64"), NAME)).mode & 0o777).toBe(0o755);
    expect(readdirSync(inStack(stack, "darwin_arm64"))).toContain("provider.cjs");
    const hashes = ["linux_amd64", "darwin_arm64"].map((platform) => packageHash(inStack(stack, platform)));
    expect(hashesIn(stack)).toEqual(hashes.sort());
    expect(new Set(hashes).size).toBe(2);
  });

  test("also on Windows, where the JavaScript provider does not run", () => {
    expect(readdirSync(inStack(synthesize({ executables: release("windows_amd64") }), "windows_amd64"))).toEqual([NAME]);
  });

  test("are found packed and unpacked in a mirror", () => {
    const mirror = temporaryDirectory();
    mkdirSync(join(mirror, address, version, "darwin_arm64"), { recursive: true });
    writeFileSync(join(mirror, address, version, "darwin_arm64", NAME), "other code", { mode: 0o755 });
    const archive = `terraform-provider-flagform_${version}_linux_arm64.zip`;
    cpSync(join(release("linux_arm64"), archive), join(mirror, address, archive));
    const stack = synthesize({ executables: mirror });
    expect(hashesIn(stack)).toHaveLength(3);
    expect(readdirSync(inStack(stack, "linux_arm64"))).toEqual([NAME]);
    expect(readdirSync(inStack(stack, "darwin_arm64"))).toEqual([NAME]);
    expect(readdirSync(inStack(stack, "linux_amd64"))).toContain("provider.cjs");
  });

  test("stay as they are while they are the same, are replaced by others, and go when they are no longer named", () => {
    const outdir = temporaryDirectory();
    const [folder, file] = [release(), join(inStack(join(outdir, "stacks", "shop"), "linux_amd64"), NAME)];
    synthesize({ executables: folder }, outdir);
    const before = statSync(file).ino;
    synthesize({ executables: folder }, outdir);
    expect(statSync(file).ino).toBe(before);
    const stack = synthesize({ executables: release("linux_amd64", "newer code") }, outdir);
    expect(readFileSync(file, "utf8")).toBe("newer code");
    synthesize({}, outdir);
    expect(readdirSync(inStack(stack, "linux_amd64"))).toContain("provider.cjs");
    expect(hashesIn(stack)).toEqual([packageHash(inStack(stack, "linux_amd64"))]);
  });

  test.each([
    ["an empty folder", () => temporaryDirectory(), /contains no executable of flagform 0\.1\.0.*_linux_amd64\.zip/],
    [
      "a mirror of the JavaScript provider",
      () => {
        const mirror = temporaryDirectory();
        layOutProvider({ address, version, directory: fakePackage() }, mirror);
        return mirror;
      },
      /contains no executable of flagform 0\.1\.0/,
    ],
    [
      "an archive that was not downloaded to its end",
      () => {
        const folder = release();
        const file = join(folder, `terraform-provider-flagform_${version}_linux_amd64.zip`);
        writeFileSync(file, readFileSync(file).subarray(0, 60));
        return folder;
      },
      /cannot unpack .*_linux_amd64\.zip: it is not a zip archive, or only a part of one/,
    ],
    [
      "an archive that writes elsewhere",
      () => {
        const folder = temporaryDirectory();
        const archive = zip([{ name: "../../terraform-provider-flagform", content: Buffer.from("x"), mode: 0o755 }]);
        writeFileSync(join(folder, `terraform-provider-flagform_${version}_linux_amd64.zip`), archive);
        return folder;
      },
      /it contains a file with the name "\.\.\/\.\.\/terraform-provider-flagform"/,
    ],
  ])("%s is an error that says what is missing", (_name, folder, words) => {
    expect(() => synthesize({ executables: folder() })).toThrow(words);
  });

  test("need the provider in the stack, and one folder for all providers of a stack", () => {
    expect(() => synthesize({ executables: release(), bundled: false })).toThrow(/bundled: false/);
    const stack = new TerraformStack(new App({ outdir: temporaryDirectory() }), "shop");
    new FlagsmithProvider(stack, "one", { executables: "here" });
    new FlagsmithProvider(stack, "other", { executables: "there", alias: "other" });
    expect(stack.node.validate().join()).toContain('different folders with executables, "here" and "there"');
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
    workspace.write(LOCK_FILE, lockFileWith(undefined, [{ address, version, hashes: [hash] }]));
    const before = lockFile();
    workspace.must("init", "-lockfile=readonly");
    expect(lockFile()).toBe(before);
  });
});
