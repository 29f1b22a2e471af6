import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  type EnvironmentDefinition,
  FeatureFlag,
  FlagEnvironment,
  FlagsmithProvider,
  IdentityOverride,
  Segment,
  SegmentOverride,
} from "../../src";
import { onlyResource } from "./synthesize";

/** What keeps an override served while it moves between a resource of its own and its definition. */

function stackWith(context: Record<string, unknown>): { stack: TerraformStack; definition: EnvironmentDefinition } {
  const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false, context })), "flags");
  new FlagsmithProvider(stack, "flagsmith");
  const flag = new FeatureFlag(stack, "flag", { key: "new checkout" });
  return { stack, definition: flag.define(FlagEnvironment.fromName(stack, "p", "production")) };
}

/** What the guide has people write into cdktf.json. */
function contextIn(guide: string): Record<string, unknown> {
  const [, json = "{}"] = /^```json\n([^]*?)^```/m.exec(guide) ?? [];
  return (JSON.parse(json) as { context: Record<string, unknown> }).context;
}

function removedIn(stack: TerraformStack): unknown {
  return (JSON.parse(Testing.synth(stack, true)) as { removed?: unknown }).removed;
}

const MOVING = { "flagform:movingOverrides": true };

describe("an override that comes into its definition", () => {
  test("is forgotten at the address that it had, not destroyed", () => {
    const { stack, definition } = stackWith(MOVING);
    definition.overrideSegment(Segment.fromName(stack, "s", "beta users"));
    definition.overrideIdentity("user-42");
    expect(removedIn(stack)).toEqual([
      { from: "flagform_segment_override.production_new-checkout_beta-users", lifecycle: { destroy: false } },
      { from: "flagform_identity_override.production_new-checkout_6d894aa3ee80", lifecycle: { destroy: false } },
    ]);
  });

  test("had the address that a resource of its own has", () => {
    const { stack, definition } = stackWith(MOVING);
    const segment = Segment.fromName(stack, "s", "beta users");
    definition.overrideSegment(segment);
    const other = stackWith({});
    const { flag, environment } = other.definition;
    const own = new SegmentOverride(other.stack, "own", { flag, environment, segment });
    expect(removedIn(stack)).toMatchObject([{ from: `flagform_segment_override.${own.friendlyUniqueId}` }]);
  });

  test("had the address of its construct where a name is a token", () => {
    const { stack, definition } = stackWith(MOVING);
    const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
    definition.overrideSegment(Segment.fromName(stack, "by-variable", name));
    // What flag.define(…).overrideSegment(…) had made of these ids.
    const id = stack.getLogicalId(definition.node.findChild("segment-by-variable").node);
    expect(id).toMatch(/^flag_production_segment-by-variable_[0-9A-F]{8}$/);
    expect(removedIn(stack)).toMatchObject([{ from: `flagform_segment_override.${id}` }]);
  });

  test("may come into an exact set", () => {
    const { stack, definition } = stackWith(MOVING);
    const environment = FlagEnvironment.fromName(stack, "e", "staging");
    definition.flag.define(environment, { identityOverrides: [{ identity: "user-42" }] });
    expect(removedIn(stack)).toMatchObject([{ from: "flagform_identity_override.staging_new-checkout_6d894aa3ee80" }]);
  });

  test("may have had another address, which the program says as the guide shows", () => {
    const guide = readFileSync(join(__dirname, "../../docs/guides/fold-overrides.md"), "utf8");
    const { stack, definition } = stackWith(contextIn(guide));
    definition.overrideIdentity("user-42");
    const [, list = ""] = /stack\.addOverride\("removed", (\[[^]*?\])\);/.exec(guide) ?? [];
    expect(list).toContain('from: "flagform_segment_override.my-name", lifecycle: { destroy: false }');
    stack.addOverride("removed", [{ from: "flagform_segment_override.my-name", lifecycle: { destroy: false } }]);
    expect(removedIn(stack)).toEqual([
      { from: "flagform_identity_override.production_new-checkout_6d894aa3ee80", lifecycle: { destroy: false } },
      { from: "flagform_segment_override.my-name", lifecycle: { destroy: false } },
    ]);
  });

  test.each([{}, { "flagform:movingOverrides": false }])("is destroyed where the context does not say so: %j", (context) => {
    const { stack, definition } = stackWith(context);
    definition.overrideIdentity("user-42");
    expect(removedIn(stack)).toBeUndefined();
  });

  test("cannot be said in HCL", () => {
    const { stack, definition } = stackWith(MOVING);
    definition.overrideIdentity("user-42");
    expect(() => Testing.synthHcl(stack)).toThrow(/flags\/flag\/production: HCL cannot say .* without --hcl/);
  });
});

describe("an override that leaves its definition", () => {
  test("is there before the definition lets go of it", () => {
    const { stack, definition } = stackWith(MOVING);
    const { flag, environment } = definition;
    const staging = FlagEnvironment.fromName(stack, "other", "staging");
    new SegmentOverride(stack, "s-own", { flag, environment, segment: Segment.fromName(stack, "s", "beta") });
    new IdentityOverride(stack, "i-own", { flag, environment, identity: "user-42" });
    new IdentityOverride(stack, "elsewhere", { flag, environment: staging, identity: "user-42" });
    expect(onlyResource(stack, "flagform_environment_definition")["depends_on"]).toEqual([
      "flagform_segment_override.production_new-checkout_beta",
      "flagform_identity_override.production_new-checkout_6d894aa3ee80",
    ]);
    expect(removedIn(stack)).toBeUndefined();
  });

  test("does not make the definition wait at other times, when both are to be in one request", () => {
    const { stack, definition } = stackWith({});
    const { flag, environment } = definition;
    new IdentityOverride(stack, "own", { flag, environment, identity: "user-42" });
    expect(onlyResource(stack, "flagform_environment_definition")["depends_on"]).toBeUndefined();
  });
});

test("a context that says neither yes nor no is refused", () => {
  expect(() => stackWith({ "flagform:movingOverrides": "yes" })).toThrow(
    /flags\/flag\/production: the context's "flagform:movingOverrides" must be true or false, not "yes"/,
  );
});
