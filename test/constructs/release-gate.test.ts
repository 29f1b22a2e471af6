import { provider as nulls } from "@cdktf/provider-null";
import { DataResource, Testing } from "cdktf";
import { FeatureFlag, FlagEnvironment, GateKind, ReleaseGate, Segment, SegmentOverride } from "../../src";
import { newStack, synthesize } from "./synthesize";

function released() {
  const stack = newStack();
  const flag = new FeatureFlag(stack, "f", { key: "k" });
  const environment = FlagEnvironment.fromName(stack, "p", "Production");
  const definition = flag.define(environment, { enabled: true });
  const segment = Segment.fromName(stack, "s", "beta");
  const override = new SegmentOverride(stack, "o", { flag, environment, segment });
  return { stack, flag, definition, override };
}

const REVISIONS = {
  "flagform_environment_definition.Production_k": "${flagform_environment_definition.Production_k.revision}",
  "flagform_segment_override.Production_k_beta": "${flagform_segment_override.Production_k_beta.revision}",
};

describe("a release gate", () => {
  test("is replaced when, and only when, the revision of what it waits for changes", () => {
    const { stack, definition, override } = released();
    new ReleaseGate(stack, "gate", { after: [definition, override] });
    expect(synthesize(stack).resource["terraform_data"]).toEqual({ gate: { triggers_replace: REVISIONS } });
  });

  test("takes other triggers too", () => {
    const { stack, flag } = released();
    new ReleaseGate(stack, "gate", { after: [flag], triggers: { build: "42 ${x}" } });
    expect(synthesize(stack).resource["terraform_data"]).toMatchObject({
      gate: { triggers_replace: { build: "42 $${x}", "flagform_feature_flag.k": "${flagform_feature_flag.k.revision}" } },
    });
  });

  test("runs its command; what looks like a template is the shell's", () => {
    const { stack, definition } = released();
    new ReleaseGate(stack, "gate", {
      after: [definition],
      command: 'purge "${CACHE}"',
      environment: { CACHE: "cdn" },
      workingDirectory: "/srv",
    });
    expect(synthesize(stack).resource["terraform_data"]).toMatchObject({
      gate: {
        provisioner: [
          { "local-exec": { command: 'purge "$${CACHE}"', environment: { CACHE: "cdn" }, working_dir: "/srv" } },
        ],
      },
    });
  });

  test("is what other infrastructure depends on", () => {
    const { stack, definition } = released();
    const gate = new ReleaseGate(stack, "gate", { after: [definition] });
    new DataResource(stack, "service", { dependsOn: [gate] });
    expect(synthesize(stack).resource["terraform_data"]?.["service"]).toEqual({ depends_on: ["terraform_data.gate"] });
  });

  test("follows an address that is changed after it was made", () => {
    const { stack, definition } = released();
    new ReleaseGate(stack, "gate", { after: [definition] });
    definition.overrideLogicalId("legacy");
    expect(synthesize(stack).resource["terraform_data"]?.["gate"]).toEqual({
      triggers_replace: { "flagform_environment_definition.legacy": "${flagform_environment_definition.legacy.revision}" },
    });
  });

  test("can be a null_resource", () => {
    const { stack, definition, override } = released();
    new nulls.NullProvider(stack, "null");
    new ReleaseGate(stack, "gate", { after: [definition, override], kind: GateKind.NULL_RESOURCE, command: "true" });
    expect(synthesize(stack).resource["null_resource"]).toEqual({
      gate: { triggers: REVISIONS, provisioner: [{ "local-exec": { command: "true" } }] },
    });
  });

  test("refuses what is in another stack", () => {
    const { stack, definition } = released();
    const other = newStack("other", Testing.app());
    new ReleaseGate(other, "gate", { after: [definition] });
    expect(() => synthesize(other)).toThrow(/"flags\/f\/Production" is in another stack: put the gate there/);
    expect(stack.node.id).toBe("flags");
  });
});
