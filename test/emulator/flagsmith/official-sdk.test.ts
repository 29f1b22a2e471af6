import { fc, runs } from "../../support/fast-check";
import { stopAll } from "./client";
import type { OfficialClient, Served } from "./official-client";
import { ofSdk, openOfficialClient } from "./official-client";
import type { Override, World } from "./official-worlds";
import { worlds } from "./official-worlds";

const RUNS = runs(12);

let client: OfficialClient | undefined;

afterEach(close);

async function close(): Promise<void> {
  await client?.close();
  await stopAll();
}

test.each(["core", "edge"] as const)(
  "what the SDK serves, asking or by itself, is what the server says (identities: %s)",
  async (identities) => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        client = await openOfficialClient({ identities, versioning: world.versioning });
        try {
          await build(client, world, identities);
          await agree(client, world, seen);
        } finally {
          await close();
        }
      }),
      { numRuns: RUNS },
    );
    // Had nobody ever been served anything else than the default, nothing would have been compared.
    expect(seen).toEqual(new Set(["as for everybody", "something of their own"]));
  },
  Math.max(60_000, RUNS * 1500),
);

async function agree(own: OfficialClient, world: World, seen: Set<string>): Promise<void> {
  const [remote, local] = [own.remote(), own.local()];
  const byDefault = await own.ownFlags();
  expect(Object.keys(byDefault)).toHaveLength(world.flags.length);
  expect(ofSdk(await remote.getEnvironmentFlags())).toEqual(byDefault);
  expect(ofSdk(await local.getEnvironmentFlags())).toEqual(byDefault);
  for (const { identifier, traits } of world.people) {
    const asked = await own.ownIdentity(identifier, traits);
    seen.add(same(asked, byDefault) ? "as for everybody" : "something of their own");
    const told = { identifier, remote: asked, local: asked };
    expect({
      identifier,
      remote: ofSdk(await remote.getIdentityFlags(identifier, { ...traits })),
      local: ofSdk(await local.getIdentityFlags(identifier, { ...traits })),
    }).toEqual(told);
    // Somebody passing through is served alike, and stored nowhere.
    expect(ofSdk(await remote.getIdentityFlags(identifier, { ...traits }, true))).toEqual(asked);
  }
}

function same(one: Served, other: Served): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

async function build(own: OfficialClient, world: World, identities: "core" | "edge"): Promise<void> {
  const segments: number[] = [];
  for (const [index, rules] of world.segments.entries()) {
    segments.push(await own.make(`/api/v1/projects/${own.project}/segments/`, { name: `segment-${index}`, rules }));
  }
  const flags: { feature: number; options: readonly number[] }[] = [];
  for (const [index, { state, variants }] of world.flags.entries()) {
    const feature = await own.feature(`flag-${index}`);
    const options: number[] = [];
    for (const { value, weight } of variants) {
      const body = { feature, type: "unicode", string_value: value, default_percentage_allocation: weight };
      options.push(await own.make(`/api/v1/projects/${own.project}/features/${feature}/mv-options/`, body));
    }
    flags.push({ feature, options });
    const overrides = world.overrides.filter((each) => each.flag === index);
    const answer = await own.call("PATCH", own.flagPath(feature), {
      environment_default: state,
      segment_overrides: overrides.map((each) => override(each, segments, options)),
    });
    expect(answer).toMatchObject({ status: 200 });
  }
  for (const person of world.people) {
    for (const { flag, enabled, value, weights } of person.overrides) {
      const { feature, options = [] } = flags[flag] ?? {};
      const shares = options.map((each, index) => ({
        multivariate_feature_option: each,
        percentage_allocation: weights[index],
      }));
      const body = { feature, enabled, feature_state_value: value, multivariate_feature_state_values: shares };
      await overrideFor(own, identities, person.identifier, body);
    }
  }
}

function override(each: Override, segments: readonly number[], options: readonly number[]): object {
  const variants = options.map((id, index) => ({ id, weight: each.weights[index] ?? 0 }));
  return {
    ...each.state,
    segment: { id: segments[each.segment] },
    priority: each.priority,
    ...(options.length > 0 && { variants }),
  };
}

async function overrideFor(
  own: OfficialClient,
  identities: "core" | "edge",
  identifier: string,
  body: object,
): Promise<void> {
  if (identities === "edge") {
    const path = `/api/v1/environments/environments/${own.environment.key}/edge-identities-featurestates`;
    expect(await own.call("PUT", path, { identifier, ...body })).toMatchObject({ status: 200 });
    return;
  }
  const path = `/api/v1/environments/${own.environment.key}/identities/`;
  const found = (await own.call("GET", `${path}?q="${identifier}"`)).body as { results: readonly { id: number }[] };
  const id = found.results[0]?.id ?? (await own.make(path, { identifier }));
  await own.make(`${path}${id}/featurestates/`, body);
}
