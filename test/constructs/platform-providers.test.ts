import { Fn, type TerraformProvider, TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  DefinitionRemoval,
  FeatureFlag,
  type FlagProviderProps,
  FlagRemoval,
  FlagsmithProvider,
  FlagsmithWriteApi,
  MixpanelProject,
  MixpanelProvider,
  MixpanelRegion,
  RefreshMode,
  SplitOnApprovalRequired,
  SplitPatchGuards,
  SplitProvider,
  VercelProvider,
} from "../../src";
import { providerAttributes } from "../../src/resources/provider/provider-attributes";
import type { Attributes } from "../../src/terraform/schema";
import { NO_ROOTS, READABLE, TYPED_SECRET, UNREADABLE } from "../support/server-addresses";
import { setPaths, settablePaths } from "./schema-paths";
import { synthesize } from "./synthesize";

const COMMON: FlagProviderProps = {
  alias: "full",
  refresh: RefreshMode.EXACT,
  planChecks: false,
  requestsPerMinute: 60,
  defaults: {
    flagOnDestroy: FlagRemoval.KEEP,
    definitionOnDestroy: DefinitionRemoval.RESET,
    deletionProtection: true,
    adoptExisting: false,
  },
};

type Make = (stack: TerraformStack, id: string) => TerraformProvider;

/** Each platform with all that its block can say, apart from what excludes the other. */
const PLATFORMS: readonly [string, Make, Make, Partial<Attributes>][] = [
  [
    "flagsmith",
    (stack, id) => new FlagsmithProvider(stack, id),
    (stack, id) =>
      new FlagsmithProvider(stack, id, {
        ...COMMON,
        project: "shop",
        host: "https://flags.example.com",
        apiKey: "s3cr3t",
        organisation: "Acme",
        writeApi: FlagsmithWriteApi.EXPERIMENTS,
        bypassChangeRequests: true,
      }),
    { flagsmith: providerAttributes.flagsmith },
  ],
  [
    "split",
    (stack, id) => new SplitProvider(stack, id),
    (stack, id) =>
      new SplitProvider(stack, id, {
        ...COMMON,
        project: "shop",
        host: "https://flags.example.com",
        harnessToken: "s3cr3t",
        account: "a1",
        organisation: "o1",
        harnessProject: "p1",
        title: "a release",
        comment: "from the pipeline",
        patchGuards: SplitPatchGuards.ON,
        onApprovalRequired: SplitOnApprovalRequired.SUBMIT,
        approvers: ["ada@example.com"],
      }),
    { split: providerAttributes.split },
  ],
  [
    "vercel",
    (stack, id) => new VercelProvider(stack, id),
    (stack, id) =>
      new VercelProvider(stack, id, {
        ...COMMON,
        project: "shop",
        host: "https://flags.example.com",
        token: "s3cr3t",
        team: "team_1",
        entity: "account.id",
      }),
    { vercel: providerAttributes.vercel },
  ],
  [
    "mixpanel",
    (stack, id) => new MixpanelProvider(stack, id, { environments: { staging: MixpanelProject.of("7") } }),
    (stack, id) =>
      new MixpanelProvider(stack, id, {
        ...COMMON,
        host: "https://flags.example.com",
        region: MixpanelRegion.EU,
        username: "robot",
        secret: "s3cr3t",
        environments: { production: MixpanelProject.of("1", { workspace: "2" }) },
      }),
    { mixpanel: providerAttributes.mixpanel },
  ],
];

/** Mixpanel has no project of its own, and in Split one credential excludes the other. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = { split: ["split.api_key"], mixpanel: ["project"] };

function newStack(): TerraformStack {
  return new TerraformStack(Testing.app(), "flags");
}

function warningsOf(provider: TerraformProvider): string[] {
  return provider.node.metadata.filter(({ type }) => String(type).includes("warn")).map(({ data }) => String(data));
}

function blockOf(stack: TerraformStack): Record<string, unknown> {
  return synthesize(stack).provider["flagform"]?.[0] ?? {};
}

describe.each(PLATFORMS)("a provider for %s", (platform, bare, full, own) => {
  test("says its platform, and nothing that it is not told", () => {
    const stack = newStack();
    bare(stack, "p");
    const needed = platform === "mixpanel" ? { mixpanel: { environments: { staging: { project: "7" } } } } : {};
    expect(blockOf(stack)).toEqual({ platform, ...needed });
  });

  test("says everything that the provider declares", () => {
    const stack = newStack();
    bare(stack, "p");
    full(stack, "full");
    const { alias, ...block } = synthesize(stack).provider["flagform"]?.[1] ?? {};
    const { flagsmith, split, vercel, mixpanel, ...common } = providerAttributes;
    const declared = settablePaths({ ...common, ...own } as Attributes);
    expect(alias).toBe("full");
    expect(setPaths(block, providerAttributes).sort()).toEqual(
      declared.filter((path) => !(LEFT_OUT[platform] ?? []).includes(path)).sort(),
    );
  });

  test("warns of a literal secret, without showing it", () => {
    const stack = newStack();
    expect(warningsOf(bare(stack, "p"))).toEqual([]);
    const [warning, ...more] = warningsOf(full(stack, "full"));
    expect(more).toEqual([]);
    expect(warning).toMatch(
      /is a secret, and would be written in plain text.*leave it out and set [A-Z_]+ where Terraform runs/,
    );
    expect(warning).not.toContain("s3cr3t");
  });

  test("is written as HCL too", () => {
    const stack = newStack();
    full(stack, "p");
    expect(String(Testing.synthHcl(stack))).toContain(`platform = "${platform}"`);
  });

  test("stands no second one beside it without an alias", () => {
    const stack = newStack();
    bare(stack, "one");
    bare(stack, "two");
    expect(() => synthesize(stack)).toThrow(/"flags\/one" and "flags\/two" are the same provider/);
  });
});

describe("a secret that is written into the file", () => {
  const variable = (stack: TerraformStack) =>
    new TerraformVariable(stack, "token", { type: "string", sensitive: true }).stringValue;
  const ways: readonly (readonly [string, (token: string) => string])[] = [
    ["beside a token", (token) => `s3cr3tPart${token}`],
    ["joined to a token", (token) => Fn.join("", ["s3cr3tPart", token])],
  ];

  test.each(ways)("%s is warned of, without showing it", (_, tokenOf) => {
    const stack = newStack();
    const [warning, ...more] = warningsOf(new VercelProvider(stack, "vercel", { token: tokenOf(variable(stack)) }));
    expect(more).toEqual([]);
    expect(warning).toContain("token is a secret");
    expect(warning).not.toContain("s3cr3t");
  });

  test("by an override is warned of at synth, once", () => {
    const stack = newStack();
    const provider = new VercelProvider(stack, "vercel", {});
    provider.addOverride("vercel.token", "s3cr3tOverride");
    synthesize(stack);
    expect(warningsOf(provider)).toEqual([expect.stringContaining("token is a secret")]);
  });

  test.each(ways)("in a host's address, %s, is warned of", (_, tokenOf) => {
    const stack = newStack();
    const host = `https://me:${tokenOf(variable(stack))}@flags.example`;
    const warnings = warningsOf(new FlagsmithProvider(stack, "p", { host }));
    expect(warnings).toEqual([expect.stringContaining("host contains a password")]);
    expect(warnings.join()).not.toContain("s3cr3t");
  });

  test.each(["https://me:s3cr3tPass@flags.example", "https://flags.example/?key=s3cr3tPass"])(
    "in a host's address by an override (%s) is refused at synth, without showing it",
    (host) => {
      const stack = newStack();
      const provider = new FlagsmithProvider(stack, "p");
      provider.addOverride("flagsmith.host", host);
      expect(() => synthesize(stack)).toThrow(/host must/);
      expect(() => synthesize(stack)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining("s3cr3t") as string }),
      );
    },
  );
});

const WITH_HOST: readonly [string, (stack: TerraformStack, host: string) => TerraformProvider][] = [
  ["Flagsmith", (stack, host) => new FlagsmithProvider(stack, "p", { host })],
  ["Split", (stack, host) => new SplitProvider(stack, "p", { host })],
  ["Vercel", (stack, host) => new VercelProvider(stack, "p", { host })],
  [
    "Mixpanel",
    (stack, host) => new MixpanelProvider(stack, "p", { environments: { staging: MixpanelProject.of("7") }, host }),
  ],
];

describe.each(WITH_HOST)("a host of %s", (_platform, make) => {
  const withHost = (host: string) => {
    const stack = newStack();
    return { stack, provider: make(stack, host) };
  };

  test.each(NO_ROOTS)("%j is refused, as at plan, and is not repeated", (address, fault) => {
    expect(() => withHost(address)).toThrow(ROOT_WORDS[fault]);
    expect(() => withHost(address)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(TYPED_SECRET) as string }),
    );
  });

  test.each(READABLE)("%j is warned of: it is read on the way", (address) => {
    const { stack, provider } = withHost(address);
    synthesize(stack);
    expect(warningsOf(provider)).toEqual([expect.stringContaining("host is http:// and not on this machine")]);
  });

  test.each([...UNREADABLE, "${var.host}"])("%j is not", (address) => {
    const { stack, provider } = withHost(address);
    synthesize(stack);
    expect(warningsOf(provider)).toEqual([]);
  });
});

const ROOT_WORDS = {
  "no address": /host must be the server's root, such as/,
  "query or fragment": /host must be the server's root: remove/,
  "user or password": /host must not contain a user name or password/,
};

test("a secret from a variable is not warned of", () => {
  const stack = newStack();
  const token = new TerraformVariable(stack, "token", { type: "string", sensitive: true });
  const provider = new VercelProvider(stack, "vercel", { token: token.stringValue });
  expect(warningsOf(provider)).toEqual([]);
  expect(blockOf(stack)).toEqual({ platform: "vercel", vercel: { token: "${var.token}" } });
});

test("several platforms stand side by side, each in its block", () => {
  const stack = newStack();
  new FlagsmithProvider(stack, "flagsmith");
  const split = new SplitProvider(stack, "split", { alias: "split", project: "shop" });
  new FeatureFlag(stack, "f", { key: "k", provider: split });
  expect(synthesize(stack).provider["flagform"]).toEqual([
    { platform: "flagsmith" },
    { alias: "split", platform: "split", project: "shop" },
  ]);
  expect(synthesize(stack).resource["flagform_feature_flag"]).toMatchObject({ split_k: { provider: "flagform.split" } });
});

describe("environments of Mixpanel", () => {
  const environments = {
    Production: MixpanelProject.of("1"),
    "EU-Staging ${x}": MixpanelProject.of("2", { workspace: "3" }),
  };

  test("keep their names as they are written", () => {
    const stack = newStack();
    new MixpanelProvider(stack, "mixpanel", { environments });
    expect(blockOf(stack)["mixpanel"]).toEqual({
      environments: { Production: { project: "1" }, "EU-Staging $${x}": { project: "2", workspace: "3" } },
    });
  });

  test("keep their names in HCL", () => {
    const stack = newStack();
    new MixpanelProvider(stack, "mixpanel", { environments });
    const text = String(Testing.synthHcl(stack));
    expect(text).toMatch(/Production"? = \{/);
    expect(text).toContain("EU-Staging $${x}");
  });

  test("are projects of their own", () => {
    const stack = newStack();
    new MixpanelProvider(stack, "mixpanel", { environments: { a: MixpanelProject.of("7"), b: MixpanelProject.of("7") } });
    expect(() => synthesize(stack)).toThrow(/the environments "a" and "b" are the same project 7: give each a project/);
  });
});

describe("literals are checked where they are written", () => {
  test.each<[string, (stack: TerraformStack) => unknown, RegExp]>([
    ["a project's name", () => MixpanelProject.of("shop"), /MixpanelProject\.of: project must be an id, which is a number/],
    [
      "no environment",
      (stack) => new MixpanelProvider(stack, "m", { environments: {} }),
      /must name at least one environment/,
    ],
    [
      "an environment without a name",
      (stack) => new MixpanelProvider(stack, "m", { environments: { "": MixpanelProject.of("1") } }),
      /environments\.0 must not be empty/,
    ],
    [
      "an entity without an attribute",
      (stack) => new VercelProvider(stack, "v", { entity: "user" }),
      /VercelProvider "flags\/v": entity must be a kind and an attribute, such as user\.id/,
    ],
    [
      "two credentials",
      (stack) => new SplitProvider(stack, "s", { apiKey: "a", harnessToken: "b" }),
      /SplitProvider "s": apiKey and harnessToken are both given/,
    ],
    ["a host without scheme", (stack) => new SplitProvider(stack, "s", { host: "api" }), /host must be the server's root/],
  ])("%s", (_what, build, message) => {
    expect(() => build(newStack())).toThrow(message);
  });
});

test("a default that the platform has nothing for is refused", () => {
  const stack = newStack();
  new SplitProvider(stack, "split", { defaults: { flagOnDestroy: FlagRemoval.ARCHIVE } });
  expect(() => synthesize(stack)).toThrow(
    /Split has no archive for flags \(archived, FlagRemoval\.ARCHIVE\)\. Kill the flag in its environments/,
  );
});
