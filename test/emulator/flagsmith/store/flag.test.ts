import type { Draft } from "../../../../src/emulator/flagsmith/store/flag";
import { moveLink, removeLinkAndCloseGap } from "../../../../src/emulator/flagsmith/store/flag";
import { openClient, stopAll } from "../client";

afterEach(stopAll);

function draftOf(priorities: readonly number[]): Draft {
  const links = priorities.map((priority, id) => ({ id, uuid: String(id), segment: id, version: null, priority }));
  return { flag: { environment: 1, feature: 1, states: [], links, versions: [] }, version: null };
}

function move(priorities: readonly number[], index: number, to: number): number[] {
  const draft = draftOf(priorities);
  const link = draft.flag.links[index];
  if (link) moveLink(draft, link, to);
  return draft.flag.links.map((each) => each.priority);
}

describe("moveLink", () => {
  test("shifts those between the old place and the new", () => {
    expect(move([0, 1, 2, 3], 3, 1)).toEqual([0, 2, 3, 1]);
    expect(move([0, 1, 2, 3], 0, 2)).toEqual([2, 0, 1, 3]);
  });

  test("neither clamps nor compacts", () => {
    expect(move([0], 0, 10)).toEqual([10]);
    expect(move([0, 5], 1, 3)).toEqual([0, 3]);
  });

  test("moves a tie along", () => {
    expect(move([2, 2, 0], 2, 2)).toEqual([1, 1, 2]);
  });
});

test("deleting a link by itself closes the gap", () => {
  const draft = draftOf([0, 1, 2]);
  const link = draft.flag.links[1];
  if (link) removeLinkAndCloseGap(draft, link);
  expect(draft.flag.links.map((each) => each.priority)).toEqual([0, 1]);
});

test("overrides made one by one get their numbers only in ascending order", async () => {
  const made = async (order: readonly number[]): Promise<number[]> => {
    const client = await openClient();
    const feature = await client.feature("banner");
    const segments = [await client.segment("0"), await client.segment("1"), await client.segment("2")];
    for (const index of order) {
      await client.call("POST", `/api/experiments/environments/${client.environment.key}/update-flag-v1/`, {
        feature: { id: feature },
        segment: { id: segments[index], priority: index },
        enabled: true,
        value: { type: "string", value: "x" },
      });
    }
    const { segment_overrides: overrides } = (await client.flag(feature)) as {
      segment_overrides: { segment: { id: number }; priority: number }[];
    };
    return segments.map((id) => overrides.find((each) => each.segment.id === id)?.priority ?? -1);
  };
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  const results = await Promise.all(orders.map(made));
  expect(results.filter((each) => each.join() === "0,1,2")).toHaveLength(1);
  expect(results[0]).toEqual([0, 1, 2]);
});

test("a permutation of several priorities in one call can end in ties", async () => {
  const client = await openClient();
  const feature = await client.feature("banner");
  const ids: number[] = [];
  for (const name of ["a", "b", "c"]) {
    const body = { feature, segment: await client.segment(name), environment: client.environment.id };
    ids.push(((await client.call("POST", "/api/v1/features/feature-segments/", body)).body as { id: number }).id);
  }
  const wanted = [1, 2, 0].map((priority, index) => ({ id: ids[index], priority }));
  expect((await client.call("POST", "/api/v1/features/feature-segments/update-priorities/", wanted)).body).toMatchObject(
    wanted,
  );
  const list = await client.call(
    "GET",
    `/api/v1/features/feature-segments/?environment=${client.environment.id}&feature=${feature}`,
  );
  expect((list.body as { results: { priority: number }[] }).results.map((each) => each.priority)).toEqual([0, 2, 2]);
});
