import { serving, stopAll, userId, variant } from "./client";
import type { OfficialClient, Operation, Outcome } from "./official-client";
import { openOfficial, OPERATIONS } from "./official-client";

afterEach(stopAll);

const split = { type: "split", base: userId, weights: { off: 90, on: 10 }, defaultVariantId: "off" };
const rollout = {
  ...{ type: "rollout", base: userId, startTimestamp: 1_767_225_600_000, rollFromVariantId: "off" },
  ...{ rollToVariantId: "on", defaultVariantId: "off", slots: [{ promille: 5000, durationMs: 21_600_000 }] },
};
const rule = (id: string, cmp: string, rhs: unknown, outcome: object = variant("on")): object => ({
  ...{ id, outcome },
  conditions: [{ lhs: userId, cmp, ...(rhs !== undefined && { rhs }), cmpOptions: { ignoreCase: true } }],
});
const everything = serving("off", {
  rules: [
    rule("rule_1", "oneOf", { type: "list", items: [{ value: "a", label: "A", note: "n" }, { value: 1 }] }, split),
    rule("rule_2", "regex", { type: "regex", pattern: "^a", flags: "i" }, rollout),
    rule("rule_3", "gt", 5),
    rule("rule_4", "eq", true),
    { id: "rule_5", conditions: [{ lhs: { type: "segment" }, cmp: "eq", rhs: "seg_1" }], outcome: variant("on") },
  ],
  targets: { on: { user: { id: [{ value: "anna", note: "QA" }] } } },
  reuse: { active: false, environment: "" },
});
const body = {
  ...{ slug: "checkout", kind: "boolean", description: "New", tags: ["a"], maintainerIds: ["u1"], permanent: true },
  variants: [
    { id: "off", value: false, label: "Off", description: "d" },
    { id: "on", value: true },
  ],
  environments: { production: everything, preview: { ...everything, fallthrough: rollout } },
};
const segment = {
  ...{ slug: "beta", label: "Beta", hint: "", description: "d" },
  data: {
    rules: [
      { ...rule("rule_1", "ex", undefined), outcome: { type: "all" } },
      { ...rule("rule_2", "before", "2026-01-01"), outcome: { type: "split", base: userId, passPromille: 5000 } },
    ],
    include: { user: { id: [{ value: "a", note: "n" }] } },
    exclude: { user: { id: [{ value: "b" }] } },
  },
};

type Asked = readonly [Operation, object, object | undefined];

/** Every operation once, in an order in which each can succeed, with something of what it answers. */
function session(team: string, hashKey: string): Asked[] {
  const flag = { flagIdOrSlug: "checkout", withMetadata: true };
  const beta = { segmentIdOrSlug: "beta", withMetadata: true };
  return [
    ["GetFlagSettings", {}, { typeName: "settings", metadata: { activeFlagCount: 1 } }],
    [
      "UpdateFlagSettings",
      { requestBody: { entities: [{ kind: "user", label: "User", attributes: [{ key: "id", type: "string" }] }] } },
      { entities: [{ kind: "user" }] },
    ],
    ["CreateFlagSegment", { requestBody: segment }, segment],
    ["CreateFlag", { requestBody: body }, { ...body, revision: 1 }],
    ["ListFlags", { withMetadata: true }, { data: [{ slug: "checkout" }, { slug: "tested" }], pagination: { next: null } }],
    ["ListFlagsV2", { includeMarketplaceFlags: true, limit: 1 }, { data: [{ slug: "checkout" }] }],
    ["ListFlagsV2", { includeMarketplaceFlags: true, search: "bought" }, { data: [{ typeName: "marketplaceFlag" }] }],
    ["GetFlag", flag, { slug: "checkout", metadata: { creator: { name: "Token Holder" } } }],
    ["GetFlag", { flagIdOrSlug: "tested" }, { environments: { production: { fallthrough: { type: "experiment" } } } }],
    ["UpdateFlag", { ...flag, requestBody: { description: "", message: "m" } }, { description: "", revision: 2 }],
    ["UpdateFlag", { ...flag, requestBody: { description: "" } }, undefined],
    ["ListFlagVersions", flag, { versions: [{ revision: 2, message: "m", data: { description: "" } }, { revision: 1 }] }],
    ["ListTeamFlags", { teamId: team }, { data: [{ slug: "checkout" }, { slug: "tested" }] }],
    ["ListTeamFlagsV2", { teamId: team, includeMarketplaceFlags: true }, { pagination: { next: null } }],
    ["ListTeamFlagSettings", { teamId: team }, { data: [{ typeName: "settings" }] }],
    ["CreateSDKKey", { requestBody: { sdkKeyType: "mobile", environment: "preview" } }, { type: "mobile" }],
    ["GetSDKKeys", {}, { data: [{}, {}, {}, { type: "server" }, { type: "mobile" }] }],
    ["DeleteSDKKey", { hashKey }, undefined],
    ["GetDeploymentFeatureFlags", { deploymentId: "dpl_1" }, { flags: [], status: null }],
    ["UpdateFlag", { ...flag, requestBody: { state: "archived" } }, { state: "archived" }],
    ["DeleteFlag", flag, undefined],
    ["ListFlagSegments", { withMetadata: true }, { data: [{ slug: "beta", usedByFlags: [] }] }],
    ["GetFlagSegment", beta, { slug: "beta", metadata: { creator: { name: "Token Holder" } } }],
    ["UpdateFlagSegment", { ...beta, requestBody: { label: "Later" } }, { label: "Later" }],
    ["DeleteFlagSegment", beta, undefined],
  ];
}

const experiment = { production: { ...serving("off"), fallthrough: { type: "experiment" } } };
const planted = {
  flags: [{ slug: "tested", kind: "boolean", environments: experiment }],
  marketplaceFlags: [{ slug: "bought" }],
};

describe("the vendor's own client", () => {
  test("parses what every operation answers", async () => {
    const client = await openOfficial(planted);
    const { emulator } = client;
    const key = (await succeeded(client, "CreateSDKKey", {
      requestBody: { sdkKeyType: "server", environment: "production" },
    })) as { hashKey: string };
    const asked = session(emulator.team.id, key.hashKey);
    for (const [operation, request, expected] of asked) {
      const value = await succeeded(client, operation, request);
      if (expected === undefined) expect(value).toBeUndefined();
      else expect({ operation, value }).toMatchObject({ operation, value: expected });
    }
    expect(new Set(asked.map(([operation]) => operation))).toEqual(new Set(OPERATIONS));
    expect(Object.keys(emulator.counts())).toHaveLength(OPERATIONS.length);
  });

  test("understands the refusals", async () => {
    const { call } = await openOfficial(planted);
    const refused = async (operation: Operation, request: object): Promise<[number, string]> => {
      const outcome: Outcome = await call(operation, request);
      if (outcome.ok) throw new Error(`${operation} succeeded`);
      const { error } = JSON.parse(outcome.error.body ?? "{}") as { error: { code: string } };
      return [outcome.error.statusCode ?? 0, error.code];
    };
    const tested = { flagIdOrSlug: "tested" };
    expect(await refused("GetFlag", { flagIdOrSlug: "none" })).toEqual([404, "not_found"]);
    expect(await refused("GetFlag", { ...tested, teamId: "team_other" })).toEqual([403, "forbidden"]);
    expect(await refused("CreateFlag", { requestBody: { ...body, slug: "tested" } })).toEqual([409, "conflict"]);
    expect(await refused("UpdateFlag", { ...tested, ifMatch: '"old"', requestBody: { description: "x" } })).toEqual([
      412,
      "precondition_failed",
    ]);
    expect(await refused("DeleteFlag", tested)).toEqual([400, "bad_request"]);
  });
});

async function succeeded({ call }: OfficialClient, operation: Operation, request: object): Promise<unknown> {
  const outcome = await call(operation, request);
  if (!outcome.ok) throw new Error(`${operation}: ${outcome.error.name} ${String(outcome.error)}`);
  return outcome.value;
}
