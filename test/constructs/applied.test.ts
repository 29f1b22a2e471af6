import { TerraformStack, Testing } from "cdktf";
import {
  Condition,
  FeatureFlag,
  FlagEnvironment,
  FlagType,
  FlagValue,
  MixpanelProject,
  MixpanelProvider,
  MixpanelServingMethod,
  RolloutStage,
  Segment,
  Serve,
  SplitProvider,
  Trait,
  Variant,
  VercelProvider,
} from "../../src";
import { startMixpanelEmulator } from "../../src/emulator/mixpanel/emulator";
import { startSplitEmulator } from "../../src/emulator/split/emulator";
import { startVercelEmulator } from "../../src/emulator/vercel/emulator";
import { flagformProvider } from "../../src/resources/provider/provider";
import { hclog } from "../../src/terraform/server/transport/hclog";
import { startServer } from "../../src/terraform/start-server";
import { Driver } from "../../src/testing/driver";

/** What constructs say is what platforms tell: after one apply the next plan is empty. */

const variants = {
  classic: Variant.of(FlagValue.ofString("x"), { description: "the old one" }),
  express: Variant.of(FlagValue.ofString("y")),
};
const PROPS = { key: "checkout", type: FlagType.STRING, description: "The checkout.", tags: ["payments"], variants };

function newStack(): TerraformStack {
  return new TerraformStack(Testing.app(), "flags");
}

async function expectSettled(stack: TerraformStack): Promise<void> {
  const log = hclog("flagform", {}, () => undefined);
  const driver = new Driver({ launch: () => startServer(flagformProvider("0.0.0-test"), { log }) });
  const synthesized = JSON.parse(Testing.synth(stack, true)) as object;
  await driver.apply(synthesized);
  expect((await driver.plan(synthesized)).empty).toBe(true);
}

test("on Split", async () => {
  const emulator = await startSplitEmulator({
    seed: {
      workspaces: [{ name: "Shop", environments: [{ name: "production", production: true }], trafficTypes: ["user"] }],
    },
  });
  try {
    const stack = newStack();
    new SplitProvider(stack, "split", { host: emulator.url, apiKey: emulator.key, project: "Shop" });
    const production = FlagEnvironment.fromName(stack, "production", "production");
    const staff = new Segment(stack, "staff", { name: "staff", identities: ["u1", "u2"] });
    const beta = new Segment(stack, "beta", {
      name: "beta",
      conditions: [
        Trait.of("plan").oneOf("pro"),
        Trait.of("version").asVersion().atLeast("1.2.0"),
        Trait.of("since").asDate().onOrAfter("2027-01-01T00:00:00Z"),
        Trait.of("age").between(18, 99),
        Trait.of("admin").isTrue(),
        Trait.of("seats").asNumber().notEqualTo(3),
        Trait.of("teams").hasAnyOf("a", "b"),
      ],
    });
    const other = new FeatureFlag(stack, "other", { key: "other" });
    const first = other.define(production, { enabled: true });
    new FeatureFlag(stack, "flag", { ...PROPS, split: { trafficType: "user" } }).define(production, {
      dependsOn: [first],
      enabled: true,
      serve: Serve.split({ classic: 80, express: 20 }),
      killed: false,
      whenOff: "classic",
      rules: [
        {
          key: "staff",
          conditions: [Condition.inSegment(staff), Trait.of("country").equalTo("GB")],
          serve: Serve.variant("express"),
        },
        { key: "other", conditions: [Condition.flagServes(other, "on")], serve: Serve.split({ classic: 50, express: 50 }) },
        { key: "off", conditions: [Trait.of("email").endsWith("@example.com")], enabled: false },
      ],
      segmentOverrides: [{ segment: beta, serve: Serve.variant("express") }],
      identityOverrides: [
        { identity: "u42", serve: Serve.value(FlagValue.ofString("y")) },
        { identity: "u43", enabled: false },
      ],
      split: { trafficAllocation: 90, baselineTreatment: "classic", title: "a release", comment: "by the pipeline" },
    });
    await expectSettled(stack);
  } finally {
    await emulator.stop();
  }
});

test("on Vercel", async () => {
  const emulator = await startVercelEmulator({ seed: { projects: [{ name: "shop" }] } });
  try {
    const stack = newStack();
    const { url: host, key: token, team } = emulator;
    new VercelProvider(stack, "vercel", { host, token, team: team.id, project: "shop" });
    const staff = new Segment(stack, "staff", {
      name: "staff",
      identities: ["u1", "u2"],
      vercel: { label: "Staff", excluded: ["u3"] },
    });
    const beta = new Segment(stack, "beta", {
      name: "beta",
      conditions: [
        Trait.of("plan").oneOf("pro"),
        Trait.of("age").atLeast(18),
        Trait.of("admin").isTrue(),
        Trait.of("seats").asNumber().notEqualTo(3),
        Trait.of("teams").hasAnyOf("a", "b"),
        Trait.of("since").asDate().after("2027-01-01T00:00:00Z"),
      ],
    });
    const flag = new FeatureFlag(stack, "flag", { ...PROPS, vercel: { seed: 5, permanent: true } });
    flag.define(FlagEnvironment.fromName(stack, "production", "production"), {
      enabled: true,
      killed: false,
      whenOff: "classic",
      serve: Serve.rollout({
        from: "classic",
        to: "express",
        start: "2027-01-11T09:00:00Z",
        stages: [RolloutStage.of(0.5, 60), RolloutStage.of(50, 1440)],
        bucketBy: "user.id",
      }),
      rules: [
        {
          key: "staff",
          conditions: [Condition.inSegment(staff), Trait.of("country").equalTo("GB")],
          serve: Serve.variant("express"),
        },
        { key: "off", conditions: [Trait.of("email").endsWith("@example.com")], enabled: false },
      ],
      segmentOverrides: [{ segment: beta, priority: 1, serve: Serve.split({ classic: 33.3, express: 66.7 }) }],
      identityOverrides: [
        { identity: "u42", serve: Serve.value(FlagValue.ofString("y")) },
        { identity: "u43", enabled: false },
      ],
    });
    flag.define(FlagEnvironment.fromName(stack, "preview", "preview"), { vercel: { reuse: "production" } });
    await expectSettled(stack);
  } finally {
    await emulator.stop();
  }
});

test("on Mixpanel", async () => {
  const workspaces = [{ name: "All data", is_global: true, is_default: true }];
  const emulator = await startMixpanelEmulator({ seed: { projects: [{ name: "Shop", id: 1002, workspaces }] } });
  try {
    const stack = newStack();
    const { url: host, username, secret } = emulator;
    const environments = { "Production (EU)": MixpanelProject.of("1002") };
    new MixpanelProvider(stack, "mixpanel", { host, username, secret, environments });
    const beta = new Segment(stack, "beta", {
      name: "beta",
      conditions: [Trait.of("plan").oneOf("pro"), Trait.of("age").atLeast(18)],
    });
    const flag = new FeatureFlag(stack, "flag", {
      ...PROPS,
      mixpanel: { servingMethod: MixpanelServingMethod.REMOTE_ONLY },
    });
    flag.define(FlagEnvironment.fromName(stack, "production", "Production (EU)"), {
      enabled: true,
      serve: Serve.split({ classic: 80, express: 20 }),
      killed: false,
      rules: [{ key: "gb", conditions: [Trait.of("country").equalTo("GB")], serve: Serve.variant("express") }],
      segmentOverrides: [{ segment: beta, priority: 1, serve: Serve.variant("express") }],
      identityOverrides: [{ identity: "u42", serve: Serve.value(FlagValue.ofString("y")) }],
      mixpanel: { rolloutPercentage: 90 },
    });
    await expectSettled(stack);
  } finally {
    await emulator.stop();
  }
});
