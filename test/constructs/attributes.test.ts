import type { TerraformStack } from "cdktf";
import {
  ChangeRequests,
  Condition,
  DefinitionRemoval,
  FeatureFlag,
  FlagEnvironment,
  FlagIdentitiesLookup,
  FlagIdentity,
  FlagOrganisationLookup,
  FlagProject,
  FlagRemoval,
  FlagType,
  FlagValue,
  HideDisabledFlags,
  IdentityOverride,
  IdentityRemoval,
  MixpanelServingMethod,
  ProjectRemoval,
  RolloutStage,
  Segment,
  SegmentOverride,
  Serve,
  ServerKey,
  SplitSegmentKind,
  Trait,
  TraitValue,
  Variant,
} from "../../src";
import { environmentAttributes } from "../../src/resources/environment/environment-attributes";
import { environmentDataSourceAttributes } from "../../src/resources/environment/environment-data-source";
import { environmentsDataSourceAttributes } from "../../src/resources/environment/environments-data-source";
import { environmentDefinitionAttributes } from "../../src/resources/environment-definition/environment-definition-attributes";
import { featureFlagAttributes } from "../../src/resources/feature-flag/feature-flag-attributes";
import { featureFlagDataSourceAttributes } from "../../src/resources/feature-flag/feature-flag-data-source";
import { identitiesDataSourceAttributes } from "../../src/resources/identity/identities-data-source";
import { identityAttributes } from "../../src/resources/identity/identity-attributes";
import { identityOverrideAttributes } from "../../src/resources/overrides/identity-override-attributes";
import { segmentOverrideAttributes } from "../../src/resources/overrides/segment-override-attributes";
import { organisationDataSourceAttributes } from "../../src/resources/project/organisation-data-source";
import { projectAttributes } from "../../src/resources/project/project-attributes";
import { projectDataSourceAttributes } from "../../src/resources/project/project-data-source";
import { serverKeyAttributes } from "../../src/resources/project/server-key-attributes";
import { segmentAttributes } from "../../src/resources/segment/segment-attributes";
import { segmentDataSourceAttributes } from "../../src/resources/segment/segment-data-source";
import type { Attributes } from "../../src/terraform/schema";
import { setPaths, settablePaths } from "./schema-paths";
import { newStack, synthesize } from "./synthesize";

/** The paths whose left-out would be an error of Terraform. */
function requiredPaths(attributes: Attributes): string[] {
  return Object.entries(attributes)
    .filter(([, { presence }]) => presence === "required")
    .map(([name]) => name);
}

/** Every prop of every construct, between them. */
function everything(stack: TerraformStack): void {
  const values = [
    FlagValue.ofBoolean(true),
    FlagValue.ofString("x"),
    FlagValue.ofInteger(1),
    FlagValue.ofNumber(1.5),
    FlagValue.ofJson("{}"),
  ];
  const types = [FlagType.BOOLEAN, FlagType.STRING, FlagType.INTEGER, FlagType.NUMBER, FlagType.JSON];
  const project = "id:7";
  const environment = new FlagEnvironment(stack, "environment", {
    name: "Production",
    project,
    description: "where customers are",
    split: { production: true },
    deletionProtection: true,
    adoptExisting: true,
    flagsmith: {
      cloneFrom: new FlagEnvironment(stack, "source", { name: "Source", project }),
      hideDisabledFlags: HideDisabledFlags.INHERIT,
      allowClientTraits: false,
      bannerText: "careful",
      bannerColour: "#ff0000",
      hideSensitiveData: true,
      useIdentityCompositeKeyForHashing: true,
      useIdentityOverridesInLocalEval: true,
      changeRequests: ChangeRequests.approvals(2),
      featureVersioning: true,
      metadata: { Team: "a" },
    },
  });
  new ServerKey(stack, "key", {
    name: "ci",
    environment,
    active: true,
    deletionProtection: true,
    adoptExisting: true,
  });
  new FlagIdentitiesLookup(stack, "identities", { environment, search: "user", limit: 20, withFlags: true });
  new FlagIdentity(stack, "identity", {
    identity: "user-42",
    environment,
    traits: {
      plan: TraitValue.ofString("pro"),
      seats: TraitValue.ofInteger(42),
      rate: TraitValue.ofNumber(123.5),
      beta: TraitValue.ofBoolean(true),
    },
    absentTraits: ["old"],
    onDestroy: IdentityRemoval.DELETE,
  });
  new FlagProject(stack, "project", {
    name: "Shop",
    organisation: "Acme",
    onDestroy: ProjectRemoval.KEEP,
    deletionProtection: false,
    adoptExisting: true,
    flagsmith: {
      hideDisabledFlags: true,
      preventFlagDefaults: true,
      enableRealtimeUpdates: true,
      onlyAllowLowerCaseFeatureNames: true,
      featureNameRegex: "[a-z]+",
      staleFlagsLimitDays: 30,
      enforceFeatureOwners: true,
      changeRequests: ChangeRequests.off(),
    },
  });
  const segment = new Segment(stack, "segment", {
    name: "beta",
    project,
    description: "the brave",
    conditions: [
      Trait.of("country").oneOf("GB"),
      Condition.any(
        Trait.of("age").atLeast(18),
        Condition.none(Trait.of("plan").oneOf("free"), Trait.of("age").asNumber().equalTo(21)),
      ),
      Trait.of("app").asVersion().atLeast("2.0.0"),
    ],
    identities: ["user-1"],
    deletionProtection: true,
    adoptExisting: true,
    flagsmith: { flag: new FeatureFlag(stack, "own-flag", { key: "own" }), metadata: { Team: "a" } },
    split: { trafficType: "user", kind: SplitSegmentKind.RULE_BASED, environments: ["Production"] },
    vercel: { label: "The brave", excluded: ["user-2"] },
    mixpanel: { dataGroup: "7" },
  });
  FlagEnvironment.lookupAll(stack, "environments", { project });
  FeatureFlag.lookup(stack, "other-flag", { key: "theirs", project });
  FlagProject.lookup(stack, "other-project", { name: "Other" });
  new FlagOrganisationLookup(stack, "organisation", { name: "Acme" });
  FlagEnvironment.lookup(stack, "other-environment", { name: "Staging", project });
  Segment.lookup(stack, "other-segment", { name: "staff", project });
  values.forEach((value, index) => {
    const type = types[index] ?? FlagType.BOOLEAN;
    const variants = { a: Variant.of(value, { description: "the first", weight: 10 }), b: Variant.of(value) };
    const serves = [
      Serve.value(value),
      Serve.variant("a"),
      Serve.split({ a: 40, b: 50 }, { control: 10, bucketBy: "country", otherwise: "b" }),
      Serve.rollout({
        from: "a",
        to: "b",
        start: "2027-01-11T09:00:00Z",
        stages: [RolloutStage.of(0.5, 60), RolloutStage.of(50, 1440)],
        bucketBy: "country",
        otherwise: "a",
      }),
    ];
    const flag = new FeatureFlag(stack, `flag-${type}`, {
      key: `flag-${type}`,
      project,
      type,
      description: "new",
      tags: ["team-a"],
      archived: false,
      variants,
      onDestroy: FlagRemoval.ARCHIVE,
      deletionProtection: true,
      adoptExisting: true,
      flagsmith: {
        initialEnabled: true,
        initialValue: value,
        serverKeyOnly: true,
        createTags: true,
        owners: ["ada@example.com"],
        groupOwners: ["Payments"],
        metadata: { Ticket: "7" },
      },
      split: { trafficType: "user", rolloutStatus: "Ramping", owners: ["u1"] },
      vercel: { seed: 7, permanent: true, maintainers: ["u1"] },
      mixpanel: { context: "device_id", servingMethod: MixpanelServingMethod.REMOTE_ONLY, dataGroup: "7" },
    });
    serves.forEach((serve, turn) => {
      const where = turn === 0 ? environment : FlagEnvironment.fromName(stack, `e-${type}-${turn}`, `E${turn}`);
      flag.define(where, {
        enabled: true,
        serve,
        killed: false,
        whenOff: "a",
        variants,
        rules: [
          {
            key: "r",
            description: "rule",
            conditions: [
              Trait.of("admin").isTrue(),
              Condition.any(
                Trait.of("plan").oneOf("pro", "max"),
                Condition.all(Trait.of("seats").asNumber().equalTo(5), Trait.of("country").oneOf("GB")),
              ),
            ],
            enabled: true,
            serve,
          },
        ],
        segmentOverrides: [{ segment, priority: 1, enabled: true, serve }],
        identityOverrides: [{ identity: "user-1", enabled: false, serve }],
        split: {
          trafficAllocation: 90,
          baselineTreatment: "a",
          flagSets: ["web"],
          impressionsDisabled: true,
          title: "a release",
          comment: "from the pipeline",
        },
        vercel: { reuse: "preview" },
        mixpanel: { rolloutPercentage: 50 },
        onDestroy: DefinitionRemoval.DISABLE,
        adoptExisting: true,
      });
      flag.define(FlagEnvironment.fromName(stack, `l-${type}-${turn}`, `L${turn}`));
      const single = FlagEnvironment.lookup(stack, `s-${type}-${turn}`, { name: `S${turn}` });
      new SegmentOverride(stack, `so-${type}-${turn}`, {
        flag,
        environment: single,
        segment,
        priority: 2,
        enabled: true,
        serve,
      });
      const flagsmith = { removeIdentity: true };
      new IdentityOverride(stack, `io-${type}-${turn}`, {
        flagsmith,
        flag,
        environment: single,
        identity: "u",
        enabled: true,
        serve,
      });
    });
  });
}

const RESOURCES: readonly [string, Attributes][] = [
  ["flagform_feature_flag", featureFlagAttributes],
  ["flagform_environment", environmentAttributes],
  ["flagform_segment", segmentAttributes],
  ["flagform_environment_definition", environmentDefinitionAttributes],
  ["flagform_segment_override", segmentOverrideAttributes],
  ["flagform_identity_override", identityOverrideAttributes],
  ["flagform_identity", identityAttributes],
  ["flagform_server_key", serverKeyAttributes],
  ["flagform_project", projectAttributes],
];

const DATA_SOURCES: readonly [string, Attributes][] = [
  ["flagform_environment", environmentDataSourceAttributes],
  ["flagform_environments", environmentsDataSourceAttributes],
  ["flagform_identities", identitiesDataSourceAttributes],
  ["flagform_feature_flag", featureFlagDataSourceAttributes],
  ["flagform_organisation", organisationDataSourceAttributes],
  ["flagform_project", projectDataSourceAttributes],
  ["flagform_segment", segmentDataSourceAttributes],
];

function fullStack() {
  const stack = newStack();
  everything(stack);
  // No platform has it all.
  return synthesize(stack, false);
}

describe("what constructs synthesize is what the provider declares", () => {
  test.each(RESOURCES)("%s: every attribute, by the same name and type", (type, attributes) => {
    const instances = Object.values(fullStack().resource[type] ?? {});
    const paths = new Set(instances.flatMap((each) => setPaths(each, attributes)));
    expect([...paths].sort()).toEqual(settablePaths(attributes).sort());
  });

  test.each(RESOURCES)("%s: what is required is always there", (type, attributes) => {
    for (const instance of Object.values(fullStack().resource[type] ?? {})) {
      expect(Object.keys(instance)).toEqual(expect.arrayContaining(requiredPaths(attributes)));
    }
  });

  test.each(DATA_SOURCES)("data source %s", (type, attributes) => {
    const instances = Object.values(fullStack().data[type] ?? {});
    const paths = new Set(instances.flatMap((each) => setPaths(each, attributes)));
    expect([...paths].sort()).toEqual(settablePaths(attributes).sort());
  });

  test("props that are left out are no attributes", () => {
    const stack = newStack();
    const flag = new FeatureFlag(stack, "flag", { key: "f" });
    const environment = FlagEnvironment.fromName(stack, "production", "Production");
    flag.define(environment);
    new SegmentOverride(stack, "beta-override", { flag, environment, segment: Segment.fromName(stack, "beta", "beta") });
    new IdentityOverride(stack, "user-override", { flag, environment, identity: "user-1" });
    new Segment(stack, "segment", { name: "s" });
    new FlagEnvironment(stack, "environment", { name: "e" });
    const named = Object.entries(synthesize(stack, false).resource).map(([type, instances]) => [
      type,
      Object.keys(Object.values(instances)[0] ?? {}).sort(),
    ]);
    expect(Object.fromEntries(named)).toEqual({
      flagform_feature_flag: ["key", "type"],
      flagform_environment: ["name"],
      flagform_segment: ["name"],
      flagform_environment_definition: [
        "environment",
        "flag",
        "flag_id",
        "identity_overrides",
        "overrides",
        "segment_overrides",
      ],
      flagform_segment_override: ["environment", "flag", "flag_id", "segment"],
      flagform_identity_override: ["environment", "flag", "flag_id", "identity"],
    });
  });
});
