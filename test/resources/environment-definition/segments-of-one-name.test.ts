import type { SegmentOverride } from "../../../src/platforms/port/definition";
import type { Segment } from "../../../src/platforms/port/segment";
import { readOverrideSet } from "../../../src/resources/environment-definition/sets/override-set";

const segment = (id: string, name: string): Segment => ({ id, name }) as Segment;
const served = { kind: "value", value: { kind: "string", value: "x" } } as const;
const override = { segmentId: "2", priority: 1, enabled: true, served } as unknown as SegmentOverride;
const platform = { capabilities: { priorities: { can: true } } } as Parameters<typeof readOverrideSet>[4];

test.each([
  ["of one name", "beta"],
  ["of names that differ in case", "Beta"],
])("an import by name finds the override of either segment %s, in whatever order they are listed", (_what, other) => {
  const alike = [segment("1", other), segment("2", "beta")];
  for (const segments of [alike, [...alike].reverse()]) {
    const read = readOverrideSet(null, [override], segments, { imported: true, keys: ["beta"] }, platform);
    expect(read).toMatchObject({ beta: { segment_id: "2" } });
  }
});
