import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Annotations, App, TerraformProvider, TerraformStack, Testing } from "cdktf";
import { FeatureFlag, FlagsmithProvider } from "../../src";
import { LOCK_FILE, lockEntries } from "../../src/constructs/layout/lock-file";
import { packageHash } from "../../src/constructs/layout/package-hash";
import { carry, fakePackage, temporaryDirectory } from "./fake-package";
import { newStack, synthesize } from "./synthesize";

class OtherProvider extends TerraformProvider {
  constructor(scope: TerraformStack, id: string, name: string, version: { exact?: string; range?: string }) {
    super(scope, id, {
      terraformResourceType: name,
      terraformProviderSource: `acme/${name}`,
      terraformGeneratorMetadata: {
        providerName: name,
        ...(version.exact === undefined ? {} : { providerVersion: version.exact }),
        ...(version.range === undefined ? {} : { providerVersionConstraint: version.range }),
      },
    });
  }
}

/** Synthesizes an app as the command line does; returns the stack's directory. */
function synth(app: App, stack: string): string {
  app.synth();
  return join(app.outdir, "stacks", stack);
}

function newApp(outdir = temporaryDirectory()): App {
  return new App({ outdir });
}

const lockOf = (directory: string) => lockEntries(readFileSync(join(directory, LOCK_FILE), "utf8"));
const OURS = "registry.terraform.io/flagform/flagform";

describe("the stack brings the provider along", () => {
  test("in terraform.d/plugins, with a lock entry of its hash", () => {
    const provider = fakePackage();
    carry(provider);
    const app = newApp();
    newStack("flags", app);
    const directory = synth(app, "flags");
    const installed = join(directory, "terraform.d/plugins", OURS, "0.1.0/linux_amd64");
    expect(packageHash(installed)).toBe(packageHash(provider));
    expect(lockOf(directory).get(OURS)).toMatchObject({
      version: "0.1.0",
      constraints: "0.1.0",
      hashes: [packageHash(provider)],
    });
  });

  test("once, however many providers it has, and also through Testing.fullSynth", () => {
    carry(fakePackage());
    const stack = newStack();
    new FlagsmithProvider(stack, "eu", { alias: "eu" });
    const directory = join(Testing.fullSynth(stack), "stacks", "flags");
    expect([...lockOf(directory).keys()]).toEqual([OURS]);
  });

  test("and refreshes both when the package changed under the same version", () => {
    const outdir = temporaryDirectory();
    carry(fakePackage("one"));
    const app = newApp(outdir);
    newStack("flags", app);
    synth(app, "flags");
    const changed = fakePackage("two");
    carry(changed);
    const again = newApp(outdir);
    newStack("flags", again);
    const directory = synth(again, "flags");
    expect(lockOf(directory).get(OURS)?.hashes).toEqual([packageHash(changed)]);
    expect(packageHash(join(directory, "terraform.d/plugins", OURS, "0.1.0/darwin_arm64"))).toBe(packageHash(changed));
  });

  test("unless it is told that the provider comes from elsewhere", () => {
    const app = newApp();
    const stack = new TerraformStack(app, "flags");
    new FlagsmithProvider(stack, "flagsmith", { bundled: false });
    const directory = synth(app, "flags");
    expect(existsSync(join(directory, "terraform.d"))).toBe(false);
    expect(existsSync(join(directory, LOCK_FILE))).toBe(false);
  });

  test("but not when the stack is not synthesized", () => {
    carry(join(temporaryDirectory(), "missing"));
    const stack = newStack();
    new FeatureFlag(stack, "f", { key: "k" });
    expect(synthesize(stack).terraform.required_providers).toEqual({ flagform: { source: OURS, version: "0.1.0" } });
  });
});

describe("other providers of the stack", () => {
  const NAME = "registry.terraform.io/acme/notes";

  function stackWith(version: { exact?: string; range?: string }, outdir?: string): { app: App; warnings: () => string[] } {
    carry(fakePackage());
    const app = newApp(outdir);
    const other = new OtherProvider(newStack("flags", app), "notes", "notes", version);
    const warnings = () =>
      other.node.metadata.filter(({ type }) => String(type).includes("warn")).map(({ data }) => String(data));
    return { app, warnings };
  }

  test("get a lock entry where one version is demanded, so that cdktf does not ask registries", () => {
    const { app, warnings } = stackWith({ exact: "1.2.3" });
    expect(lockOf(synth(app, "flags")).get(NAME)).toMatchObject({ version: "1.2.3", constraints: "1.2.3", hashes: [] });
    expect(warnings()).toEqual([]);
  });

  test("keep the entry that terraform wrote", () => {
    const outdir = temporaryDirectory();
    const directory = join(outdir, "stacks", "flags");
    mkdirSync(directory, { recursive: true });
    const entry = `provider "${NAME}" {\n  version     = "1.2.3"\n  constraints = "1.2.3"\n  hashes = [\n    "h1:abc=",\n  ]\n}\n`;
    writeFileSync(join(directory, LOCK_FILE), entry);
    const { app } = stackWith({ exact: "1.2.3" }, outdir);
    synth(app, "flags");
    expect(lockOf(directory).get(NAME)?.hashes).toEqual(["h1:abc="]);
  });

  test.each([[{ range: "~> 1.2" }], [{}]])("get a warning where %j is demanded, that names the way out", (version) => {
    const { app, warnings } = stackWith(version);
    expect(lockOf(synth(app, "flags")).has(NAME)).toBe(false);
    expect(warnings()).toEqual([expect.stringMatching(/acme\/notes is required.*CDKTF_SKIP_PROVIDER_LOCK=true/)]);
    const manifest = readFileSync(join(app.outdir, "manifest.json"), "utf8");
    expect(manifest).toContain("CDKTF_SKIP_PROVIDER_LOCK=true");
  });

  test("get no warning once they are locked, or where cdktf is told not to lock", () => {
    const outdir = temporaryDirectory();
    const directory = join(outdir, "stacks", "flags");
    mkdirSync(directory, { recursive: true });
    writeFileSync(
      join(directory, LOCK_FILE),
      `provider "${NAME}" {\n  version     = "1.2.3"\n  constraints = "~> 1.2"\n}\n`,
    );
    const locked = stackWith({ range: "~> 1.2" }, outdir);
    synth(locked.app, "flags");
    expect(locked.warnings()).toEqual([]);

    process.env["CDKTF_SKIP_PROVIDER_LOCK"] = "true";
    try {
      const skipped = stackWith({ range: "~> 1.2" });
      synth(skipped.app, "flags");
      expect(skipped.warnings()).toEqual([]);
    } finally {
      delete process.env["CDKTF_SKIP_PROVIDER_LOCK"];
    }
  });

  test("do not stop the stack's own annotations", () => {
    const { app } = stackWith({ exact: "1.2.3" });
    Annotations.of(app.node.findChild("flags")).addInfo("hello");
    synth(app, "flags");
    expect(readFileSync(join(app.outdir, "manifest.json"), "utf8")).toContain("hello");
  });
});

describe("several providers", () => {
  test("need aliases", () => {
    const stack = newStack();
    new FlagsmithProvider(stack, "second");
    expect(() => synthesize(stack)).toThrow(
      /"flags\/flagsmith" and "flags\/second" are the same provider: give all but one an alias/,
    );
  });

  test("need different aliases", () => {
    const stack = newStack();
    new FlagsmithProvider(stack, "eu", { alias: "eu" });
    new FlagsmithProvider(stack, "eu-too", { alias: "eu" });
    expect(() => synthesize(stack)).toThrow(/have the same alias "eu"/);
  });

  test("with aliases are blocks of one provider", () => {
    const stack = newStack();
    new FlagsmithProvider(stack, "eu", { alias: "eu", host: "https://flags.example.com" });
    expect(synthesize(stack).provider["flagform"]).toEqual([
      { platform: "flagsmith" },
      { alias: "eu", platform: "flagsmith", flagsmith: { host: "https://flags.example.com" } },
    ]);
  });
});

test("who forgets the provider is told which there are", () => {
  const stack = new TerraformStack(Testing.app(), "flags");
  new FeatureFlag(stack, "f", { key: "k" });
  expect(() => synthesize(stack)).toThrow(
    /^(?!.*matching provider construct).*stack "flags" has no feature flag provider, needed by "flags\/f": add new FlagsmithProvider/s,
  );
});
