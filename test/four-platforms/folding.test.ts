import { serves } from "../../src/platforms/model/audience";
import type { DefinitionUnit } from "../../src/platforms/port/definition";
import { holds } from "../deep/deep";
import { Reused } from "../deep/reused";
import { DEEP, fc } from "../support/fast-check";
import { announced, type Arrangement, byTwo, inOneTick, isAnnounced, oneByOne, overlapping } from "./folding/arrangements";
import { flagsmithWorkbench, RUNGS } from "./folding/flagsmith-workbench";
import { mixpanelWorkbench } from "./folding/mixpanel-workbench";
import { splitWorkbench } from "./folding/split-workbench";
import { vercelWorkbench } from "./folding/vercel-workbench";
import { beginning, type Operation, operationsOf, ordered, send, type Wish, wish } from "./folding/wishes";
import { type FoldingWorkbench, type Met, type ReadBack, readBack } from "./folding/workbench";

/** Whatever is wanted of one flag in one environment, in whatever order and company it arrives, comes to the same. */

const BENCHES: readonly (readonly [string, () => Promise<FoldingWorkbench>])[] = [
  // A versioned environment is written through the same endpoints, but by those that write versions themselves.
  ...RUNGS.filter(({ strategy, versioning }) => DEEP || !versioning || strategy === "versions").map((each) => {
    const name = `Flagsmith (${each.strategy}${each.versioning ? ", versioned" : ""})`;
    return [name, () => flagsmithWorkbench(each)] as const;
  }),
  ["Split", splitWorkbench],
  ["Vercel", vercelWorkbench],
  ["Mixpanel", mixpanelWorkbench],
];

let flags = 0;

/** A flag with a definition of ours and somebody else's beside it. */
async function begun(workbench: FoldingWorkbench): Promise<DefinitionUnit> {
  const unit = await workbench.unit(`flag-${String(++flags)}`);
  const platform = workbench.open();
  for (const each of beginning(workbench)) await send(platform, unit, each);
  await workbench.byHand(unit);
  return unit;
}

interface Outcome {
  readonly before: ReadBack;
  readonly after: ReadBack;
  /** What the server accepted. */
  readonly writes: number;
}

async function outcomeOf(
  workbench: FoldingWorkbench,
  arrange: Arrangement,
  wanted: readonly Operation[],
  keepsRules: boolean,
): Promise<Outcome> {
  const unit = await begun(workbench);
  const before = await readBack(workbench, unit);
  const theirs = await workbench.foreign(unit, keepsRules);
  workbench.server.resetRequests();
  await arrange(workbench, unit, wanted);
  const sent = workbench.server.requests();
  expect(await workbench.foreign(unit, keepsRules)).toEqual(theirs);
  const writes = sent.filter(({ method, status }) => method !== "GET" && status < 400).length;
  return { before, after: await readBack(workbench, unit), writes };
}

/** What became of a batch, told from how it was before. */
function metBetween({ before, after }: Outcome, wanted: readonly Operation[]): Met {
  const [was, is] = [before.plain, after.plain];
  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  const edits = wanted.flatMap((each) => (each.kind === "edits" ? each.edits : []));
  const puts = edits.flatMap((each) => (each.kind === "put-segment-override" ? [each.segment.name] : []));
  const gone = edits.flatMap((each) => (each.kind === "remove-segment-override" ? [each.segment.name] : []));
  const switches = ({ audience, killed, whenOff, rules }: typeof was): unknown => [audience, killed, whenOff, rules];
  const people = new Set([...Object.keys(was.identities), ...Object.keys(is.identities)]);
  return {
    saysDefault: edits.some(({ kind }) => kind === "set-default"),
    definition: !same(switches(was), switches(is)),
    puts: puts.filter(
      (name) => !same(was.overrides[name], is.overrides[name]) || before.numbers.get(name) !== after.numbers.get(name),
    ).length,
    removals: gone.filter((name) => before.numbers.has(name)).length,
    idle: gone.filter((name) => !before.numbers.has(name)).length,
    moves: !same([...before.numbers].sort(), [...after.numbers].sort()),
    standing: after.numbers.size,
    identities: [...people].filter((name) => !same(was.identities[name], is.identities[name])).length,
  };
}

function expectFewest(workbench: FoldingWorkbench, outcome: Outcome, wanted: readonly Operation[]): void {
  const fewest = workbench.fewest(metBetween(outcome, wanted));
  const [least, most] = typeof fewest === "number" ? [fewest, fewest] : fewest;
  expect(outcome.writes).toBeGreaterThanOrEqual(least);
  expect(outcome.writes).toBeLessThanOrEqual(most);
}

/** Where those stand whose places were asked for: the others make room as they are met. */
function statedOrder({ after }: Outcome, wanted: readonly Operation[]): readonly string[] {
  const edits = wanted.flatMap((each) => (each.kind === "edits" ? each.edits : []));
  const puts = edits.flatMap((each) => (each.kind === "put-segment-override" ? [each.segment.name] : []));
  return after.order.filter((name) => puts.includes(name));
}

const keepsRules = ({ rules }: Wish): boolean => rules === null;
const arrangement = fc.constantFrom<Arrangement>(announced, oneByOne, overlapping, byTwo);

/** Each differs from what stands there, and from all others. */
const CHANGES: Pick<Wish, "standard" | "segments" | "places" | "identities"> = {
  standard: { enabled: true, which: "first" },
  segments: [
    { enabled: true, which: "second" },
    { enabled: true, which: "first" },
    { enabled: true, which: "first" },
  ],
  places: [3, 1, 6],
  identities: [
    { enabled: true, which: "second" },
    { enabled: true, which: "second" },
  ],
};

describe.each(BENCHES)("%s", (name, start) => {
  const workbenches = new Reused(start, 12);
  afterAll(() => workbenches.stop());

  test(
    "edits in any order and company end as the same definition, in the fewest requests where they meet",
    () =>
      holds(`folding on ${name}`, { part: 1, whole: 120 }, fc.tuple(wish, arrangement), async ([wished, arrange]) => {
        const workbench = await workbenches.take();
        const wanted = operationsOf(workbench, wished);
        const [one, other] = [ordered(wanted, wished.order), ordered(wanted, wished.other)];
        const together = await outcomeOf(workbench, inOneTick, one, keepsRules(wished));
        expectFewest(workbench, together, one);
        const arranged = await outcomeOf(workbench, arrange, other, keepsRules(wished));
        expect(arranged.after.plain).toEqual(together.after.plain);
        if (workbench.has.priorities) expect(statedOrder(arranged, wanted)).toEqual(statedOrder(together, wanted));
        if (arrange === announced && wanted.every(isAnnounced)) expectFewest(workbench, arranged, other);
      }),
    1_200_000,
  );

  test("of a batch that the server refuses only the culprit fails", () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    return holds(
      `culprits on ${name}`,
      { part: 1, whole: 20 },
      fc.tuple(wish, order, fc.nat(6)),
      async ([any, given, at]) => {
        const workbench = await workbenches.take();
        const wished: Wish = { ...any, ...CHANGES, killed: null, whenOff: null, rules: null };
        const wanted = ordered(operationsOf(workbench, wished), given);
        const good = await outcomeOf(workbench, inOneTick, wanted, true);
        const outcomes: Promise<unknown>[] = [];
        const bad = await outcomeOf(
          workbench,
          async (_, unit) => {
            const platform = workbench.open();
            for (const [index, each] of wanted.entries()) {
              if (index === at) outcomes.push(workbench.culprit(unit, platform));
              outcomes.push(send(platform, unit, each));
            }
            if (at >= wanted.length) outcomes.push(workbench.culprit(unit, platform));
            await Promise.allSettled(outcomes);
          },
          [],
          true,
        );
        const settled = (await Promise.allSettled(outcomes)).map(({ status }) => status);
        expect(settled).toEqual(
          settled.map((_, index) => (index === Math.min(at, wanted.length) ? "rejected" : "fulfilled")),
        );
        expect(bad.after.plain).toEqual(good.after.plain);
      },
    );
  });

  test.each(["first", "last"])("a put wins over another's removal in the same batch, whichever comes %s", async (which) => {
    const workbench = await workbenches.take();
    const unit = await begun(workbench);
    const platform = workbench.open();
    const [segment] = workbench.segments;
    if (!segment) throw new Error("no segment");
    const stated = { enabled: true, serve: workbench.serve("second") };
    const put = (): Promise<unknown>[] => [
      platform.definitions.write(unit, [{ kind: "put-segment-override", segment, ...stated, whole: stated }]),
      ...(platform.identityOverrides.inDefinition ? [platform.identityOverrides.put(unit, "anna", stated, stated)] : []),
    ];
    const remove = (): Promise<unknown>[] => [
      platform.definitions.write(unit, [{ kind: "remove-segment-override", segment }]),
      ...(platform.identityOverrides.inDefinition ? [platform.identityOverrides.remove(unit, "anna")] : []),
    ];
    const both = which === "first" ? [...put(), ...remove()] : [...remove(), ...put()];
    await Promise.all(both);
    const { plain } = await readBack(workbench, unit);
    const override = plain.overrides[segment.name];
    expect(override && serves(override.served, stated.serve)).toBe(true);
    const anna = plain.identities["anna"];
    if (platform.identityOverrides.inDefinition) expect(anna && serves(anna.served, stated.serve)).toBe(true);
  });
});
