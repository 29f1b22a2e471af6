import { TerraformStack, Testing } from "cdktf";
import {
  type EnvironmentDefinition,
  FeatureFlag,
  FlagEnvironment,
  FlagsmithProvider,
  FlagType,
  FlagValue,
  Segment,
  Serve,
  SplitProvider,
  Trait,
  Variant,
  VercelProvider,
} from "../../../src/index";
import { Annotations, change, Driver, DriverError, exactly, launchFlagform, Served } from "../../../src/testing/public";

interface Built {
  readonly stack: TerraformStack;
  readonly live: EnvironmentDefinition;
  readonly flag: FeatureFlag;
}

/** A checkout flag: classic for all, fast for beta testers in production, and for a tenth of all in staging. */
function build(production: object = {}): Built {
  const stack = new TerraformStack(Testing.app(), "checkout");
  new FlagsmithProvider(stack, "flagsmith");
  const places = ["staging", "production"].map((name) => FlagEnvironment.lookup(stack, name, { name }));
  const beta = new Segment(stack, "beta", {
    name: "beta",
    conditions: [Trait.of("country").oneOf("GB", "IE"), Trait.of("age").atLeast(18)],
  });
  const flag = new FeatureFlag(stack, "flag", {
    key: "checkout",
    type: FlagType.STRING,
    variants: { fast: Variant.of(FlagValue.ofString("v2")), classic: Variant.of(FlagValue.ofString("v1")) },
  });
  const [staging, real] = places.map((place, index) =>
    flag.define(place, index === 0 ? STAGING : { enabled: true, serve: Serve.variant("classic"), ...production }),
  );
  if (!staging || !real) throw new Error("there are two places");
  real.overrideSegment(beta, { serve: Serve.variant("fast") });
  real.overrideIdentity("support", { enabled: false, serve: Serve.string("none") });
  return { stack, live: real, flag };
}

const STAGING = { enabled: true, serve: Serve.split({ fast: 10, classic: 90 }) };
const BRITON = { country: "GB", age: 30 };

let served: Served;
beforeAll(async () => {
  served = await new Served(build().stack).apply();
});

function failing(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("it should have failed");
}

test("says what people get, and why", () => {
  served.for("user-42", BRITON).in("production").gets("checkout", "v2").because("segment beta");
  served.for("user-42", { country: "FR" }).in("production").gets("checkout", { variant: "classic" }).because("default");
  served.for("support", BRITON).in("production").gets("checkout", false).because("identity support");
  served
    .anyone()
    .in("production")
    .gets("checkout", exactly({ enabled: true, value: "v1", variant: "classic" }));
  served.inSegment("beta").in("production").gets("checkout", true).because("segment beta").gets("checkout", "v2");
});

test("a failure says what is served, how it came about, and who is nearest of those who would get it", () => {
  expect(failing(() => served.for("user-42", { country: "FR", age: 30 }).in("production").gets("checkout", "v2"))).toBe(
    [
      'user-42 (country "FR", age 30) is not served what is expected of flag "checkout" in "production":',
      '  value is "v1", and should be "v2"',
      "served:",
      '  on, "v1" (variant classic), because of default',
      "how it came about:",
      '  ✗ an override for the identity "user-42"',
      '  ✗ segment "beta"',
      '    ✗ country one_of "GB", "IE": country is "FR"',
      "nearest who is:",
      '  user-42 (country "FR", age 30) with country = "GB": on, "v2" (variant fast), because of segment beta',
    ].join("\n"),
  );
  expect(failing(() => served.for("user-42", BRITON).in("production").gets("checkout", "v2").because("default"))).toContain(
    "the reason is segment beta, and should be default",
  );
});

test("shares are asked for as shares, and a person's share is nobody's to say", () => {
  served.share("checkout").in("staging").isAbout({ fast: 10, classic: 90 });
  expect(failing(() => served.anyone().in("staging").gets("checkout", "v2"))).toContain(
    'share("checkout").in("staging").isAbout({ … })',
  );
  expect(failing(() => served.share("checkout").in("staging").isAbout({ fast: 20, classic: 80 }))).toContain(
    "fast: 10 %, and should be about 20 %",
  );
});

test("a flag that is not there is told from those that are", () => {
  expect(failing(() => served.anyone().in("production").gets("chekout", true))).toBe(
    'The stack does not define flag "chekout" in "production". It defines "checkout" in "production", "checkout" in "staging".',
  );
  expect(failing(() => new Served(build().stack).anyone())).toBe(
    "The stack is not applied yet: `await new Served(stack).apply()`.",
  );
});

test("a matrix is plain data for snapshots", () => {
  expect(served.matrix({ briton: { traits: BRITON }, support: { identity: "support" } })).toEqual({
    production: {
      checkout: {
        anyone: 'on, "v1" (variant classic), because of default',
        briton: 'on, "v2" (variant fast), because of segment beta',
        support: 'off, "none", because of identity support',
      },
    },
    staging: {
      checkout: Object.fromEntries(
        ["anyone", "briton", "support"].map((name) => [
          name,
          '90 %: on, "v1" (variant classic), because of default; 10 %: on, "v2" (variant fast), because of default',
        ]),
      ),
    },
  });
});

test("a change says whom it touches, and how many it moves", async () => {
  const half = { serve: Serve.split({ fast: 5, classic: 95 }) };
  const small = await change(build().stack, build(half).stack);
  small.touchesOnly("production", "checkout").movesAtMost(5, "percent");
  expect(failing(() => small.movesAtMost(4, "percent"))).toContain(
    'flag "checkout" in "production", anyone: 5 % get something else',
  );
  expect(failing(() => small.touchesOnly("staging", "checkout"))).toContain("The change touches more than that:");
  (await change(build().stack, build().stack)).touchesNothing();
});

test("who moves is counted for the same people before and after, in the worst order of the variants", async () => {
  const variants = Object.fromEntries(["red", "green", "blue"].map((name) => [name, { value: { string: name } }]));
  const colours = (platform: string, weights: object, more: object = {}): object => ({
    provider: { flagform: [{ platform }] },
    resource: {
      flagform_feature_flag: { colour: { key: "colour", type: "string", ...(platform === "vercel" && { variants }) } },
      flagform_environment_definition: {
        live: {
          environment: "production",
          flag: "${flagform_feature_flag.colour.key}",
          flag_id: "${flagform_feature_flag.colour.id}",
          ...(platform === "split" && { variants }),
          when_off: "red",
          enabled: true,
          serve: { split: { weights, ...more } },
        },
      },
    },
  });
  const thirds = colours("split", { red: 34, green: 33, blue: 33 });
  // One percent of red goes to green; but where blue is between them, one of blue goes too.
  const shifted = await change(thirds, colours("split", { red: 33, green: 34, blue: 33 }));
  shifted.movesAtMost(2, "percent");
  expect(failing(() => shifted.movesAtMost(1, "percent"))).toContain("anyone: 2 % get something else");
  // The shares stay, and nobody knows who is in which.
  const halves = { red: 50, green: 50 };
  const reshuffled = await change(
    colours("vercel", halves, { bucket_by: "user.id" }),
    colours("vercel", halves, { bucket_by: "user.email" }),
  );
  expect(failing(() => reshuffled.movesAtMost(99, "percent"))).toContain("anyone: 100 % get something else");
  (await change(thirds, thirds)).touchesNothing();
});

test("a stack that would be refused fails here", async () => {
  const { stack, live } = build();
  live.overrideIdentity("somebody", { serve: Serve.variant("no-such-variant") });
  await expect(new Served(stack).apply()).rejects.toThrow('flag checkout has no variant "no-such-variant"');
  const file = {
    provider: { flagform: [{ platform: "vercel" }] },
    resource: { flagform_environment: { e: { name: "x" } } },
  };
  await expect(new Served(file).apply()).rejects.toThrow(DriverError);
});

test("what other stacks have is there, and who is in their segments is for the test to say", async () => {
  const { stack, live } = build();
  live.overrideSegment(Segment.lookup(stack, "vip", { name: "vip" }), {
    serve: Serve.variant("fast"),
  });
  const other = FeatureFlag.lookup(stack, "search", { key: "search" });
  other.define(FlagEnvironment.fromName(stack, "other", "production"), { enabled: true });
  const own = await new Served(stack).apply();
  own.anyone().inSegment("vip").in("production").gets("checkout", "v2").because("segment vip");
  own.anyone().inSegment("vip", false).in("production").gets("checkout", "v1");
  own.anyone().in("production").gets("search", true);
  expect(failing(() => own.anyone().in("production").gets("checkout", "v1"))).toContain('.inSegment("vip", false)');
});

test("several platforms and other providers' resources in one stack are no obstacle", async () => {
  const stack = new TerraformStack(Testing.app(), "all");
  const vercel = new VercelProvider(stack, "vercel", { project: "web" });
  const split = new SplitProvider(stack, "split", { project: "shop", alias: "split" });
  for (const [id, provider] of [
    ["v", vercel],
    ["s", split],
  ] as const) {
    const flag = new FeatureFlag(stack, id, { key: "banner", provider });
    const production = FlagEnvironment.lookup(stack, `${id}-production`, { name: "production", provider });
    const british = { key: "british", conditions: [Trait.of("country").equalTo("GB")], enabled: true };
    flag.define(production, { enabled: false, rules: [british] });
  }
  const file = JSON.parse(Testing.synth(stack)) as { resource: Record<string, unknown>; provider: Record<string, unknown> };
  file.resource["aws_s3_bucket"] = { logs: { bucket: "logs" } };
  file.provider["aws"] = [{ region: "eu-west-1" }];
  const own = await new Served({ ...file, output: { bucket: { value: "${aws_s3_bucket.logs.arn}" } } }).apply();
  for (const place of ["web", "shop"].map((name) => own.within(name === "web" ? "flagform" : "split"))) {
    place.for("u", { country: "GB" }).in("production").gets("banner", true).because("rule british");
    place.for("u").in("production").gets("banner", false).because("default");
  }
  expect(failing(() => own.anyone().in("production").gets("banner", true))).toContain("2 times");
});

test("annotations and warnings are asked for too", async () => {
  const { stack } = build();
  Annotations.from(stack).isQuiet();
  new FlagsmithProvider(stack, "second", { alias: "second", host: "http://flags.example.com" });
  Annotations.from(stack).hasWarning("checkout/second", /unencrypted/);
  expect(failing(() => Annotations.from(stack).hasWarning("*", "nothing of the kind"))).toContain(
    "warning at checkout/second",
  );
  expect(served.warnings).toEqual([]);
});

test("the driver is there for tests of plans", async () => {
  const driver = new Driver({ launch: launchFlagform() });
  await expect(driver.validate({ resource: { flagform_feature_flag: { f: {} } } })).rejects.toThrow("key");
});
