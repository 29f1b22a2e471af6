import { serves } from "../../src/platforms/model/audience";
import type { DefinitionUnit } from "../../src/platforms/port/definition";
import type { Edit } from "../../src/platforms/port/edit";
import { DEEP_TIMEOUT_MS, holds } from "../deep/deep";
import { Reused } from "../deep/reused";
import { fc } from "../support/fast-check";
import { flagsmithWorkbench, RUNGS } from "./folding/flagsmith-workbench";
import { mixpanelWorkbench } from "./folding/mixpanel-workbench";
import { splitWorkbench } from "./folding/split-workbench";
import { vercelWorkbench } from "./folding/vercel-workbench";
import { beginning, send } from "./folding/wishes";
import { type FoldingWorkbench, IDENTITIES, type PlainAudience, readBack, SEGMENTS, type Which } from "./folding/workbench";

/**
 * What several operations that meet in one batch come to is the same on every platform: within an operation the last word
 * counts, between operations a put beats a remove.
 */

const workbenches = [() => flagsmithWorkbench(RUNGS[0]), splitWorkbench, vercelWorkbench, mixpanelWorkbench].map(
  (start) => new Reused(start, 40),
);
afterAll(() => Promise.all(workbenches.map((each) => each.stop())));

/** An override is of a segment or of an identity, by its name. */
type Kind = "segment" | "identity";

type Step =
  | { readonly kind: "default"; readonly which: Which }
  | { readonly kind: "killed"; readonly killed: boolean }
  /** `which`: null where what is served stays; then `whole` tells what a new one gets. */
  | { readonly kind: "put"; readonly of: Kind; readonly name: string; readonly which: Which | null; readonly whole: Which }
  | { readonly kind: "remove"; readonly of: Kind; readonly name: string }
  | { readonly kind: "only"; readonly of: Kind; readonly names: readonly string[] };

const NAMES: Readonly<Record<Kind, readonly string[]>> = { segment: SEGMENTS.slice(0, 3), identity: IDENTITIES };

type Overrides = Readonly<Record<string, Which>>;

/** What everybody gets, and those for whom it is overridden. */
interface State {
  readonly standard: Which;
  readonly killed: boolean;
  readonly segment: Overrides;
  readonly identity: Overrides;
}

/** As `beginning` leaves it. */
const BEGINNING: State = {
  standard: "second",
  killed: false,
  segment: { beta: "first", vip: "second" },
  identity: { anna: "first" },
};

const which = fc.constantFrom<Which>("first", "second");
const named = fc
  .constantFrom<Kind>("segment", "identity")
  .chain((of) => fc.record({ of: fc.constant(of), name: fc.constantFrom(...NAMES[of]) }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("default" as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("killed" as const), killed: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.tuple(named, fc.option(which), which).map(([it, stated, made]) => {
      // As resources send it: what is not stated is as the caller saw it.
      return { kind: "put" as const, ...it, which: stated, whole: stated ?? BEGINNING[it.of][it.name] ?? made };
    }),
  },
  { weight: 5, arbitrary: named.map((it) => ({ kind: "remove" as const, ...it })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Kind>("segment", "identity")
      .chain((of) => fc.subarray([...NAMES[of]]).map((names) => ({ kind: "only" as const, of, names }))),
  },
);
const operations = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 });

function expected(all: readonly (readonly Step[])[]): State {
  const steps = all.flat();
  return {
    standard: steps.reduce<Which>((last, each) => (each.kind === "default" ? each.which : last), BEGINNING.standard),
    killed: steps.reduce((last, each) => (each.kind === "killed" ? each.killed : last), BEGINNING.killed),
    segment: expectedOverrides("segment", all),
    identity: expectedOverrides("identity", all),
  };
}

function expectedOverrides(of: Kind, all: readonly (readonly Step[])[]): Overrides {
  const sets = all.flat().flatMap((each) => (each.kind === "only" && each.of === of ? [each.names] : []));
  const overrides = NAMES[of].flatMap((name) => {
    const lastWords = all.map((operation) => wordsOn(name, of, operation));
    const puts = lastWords.flatMap((words) => (words === "remove" ? [] : words));
    const current = BEGINNING[of][name];
    const isListed = sets.length === 0 || sets.some((names) => names.includes(name));
    if (puts.length === 0 && (lastWords.includes("remove") || !isListed)) return [];
    const stated = puts.flatMap((put) => put.which ?? []).at(-1);
    const result = stated ?? current ?? puts.at(-1)?.whole;
    return result === undefined ? [] : [[name, result] as const];
  });
  return Object.fromEntries(overrides);
}

type Put = Extract<Step, { kind: "put" }>;

/** What an operation says of one override after its last removal; or that removal. */
function wordsOn(name: string, of: Kind, operation: readonly Step[]): "remove" | readonly Put[] {
  return operation.reduce<"remove" | readonly Put[]>((before, each) => {
    if ((each.kind !== "put" && each.kind !== "remove") || each.of !== of || each.name !== name) return before;
    if (each.kind === "remove") return "remove";
    return before === "remove" ? [each] : [...before, each];
  }, []);
}

/** Where identities, or an emergency switch, are no part of a definition, nothing is said of them. */
function editsFor(workbench: FoldingWorkbench, inDefinition: boolean, steps: readonly Step[]): Edit[] {
  return steps.flatMap((each): Edit[] => {
    if (each.kind === "default") return [{ kind: "set-default", enabled: true, serve: workbench.serve(each.which) }];
    if (each.kind === "killed") return workbench.has.killed ? [{ kind: "set-killed", killed: each.killed }] : [];
    if (each.of === "identity" && !inDefinition) return [];
    switch (each.kind) {
      case "put": {
        const serve = each.which && { serve: workbench.serve(each.which) };
        const put = { enabled: true, ...serve, whole: { enabled: true, serve: workbench.serve(each.whole) } };
        return each.of === "segment"
          ? [{ kind: "put-segment-override", segment: segmentOf(workbench, each.name), ...put }]
          : [{ kind: "put-identity-override", identifier: each.name, ...put }];
      }
      case "remove":
        return each.of === "segment"
          ? [{ kind: "remove-segment-override", segment: segmentOf(workbench, each.name) }]
          : [{ kind: "remove-identity-override", identifier: each.name }];
      case "only":
        return each.of === "segment"
          ? [
              {
                kind: "keep-only-segment-overrides",
                segments: each.names.map((name) => segmentOf(workbench, name)),
                unlisted: "remove",
              },
            ]
          : [{ kind: "keep-only-identity-overrides", identifiers: each.names, unlisted: "remove" }];
    }
  });
}

function segmentOf(workbench: FoldingWorkbench, name: string) {
  const found = workbench.segments.find((each) => each.name === name);
  if (!found) throw new Error(`no segment ${name}`);
  return found;
}

let flags = 0;

/** What the operations come to where they meet in one batch. */
async function outcomeOn(workbench: FoldingWorkbench, all: readonly (readonly Step[])[]): Promise<State> {
  const unit = await workbench.unit(`flag-${String(++flags)}`);
  const before = workbench.open();
  for (const each of beginning(workbench)) await send(before, unit, each);
  const platform = workbench.open();
  const inDefinition = platform.identityOverrides.inDefinition === true;
  const batch = all.map((steps) => editsFor(workbench, inDefinition, steps)).filter((edits) => edits.length > 0);
  await Promise.all(batch.map((edits) => platform.definitions.write(unit, edits)));
  const after = await stateOf(workbench, unit);
  const wanted = expected(all);
  return {
    ...after,
    ...(!workbench.has.killed && { killed: wanted.killed }),
    ...(!inDefinition && { identity: wanted.identity }),
  };
}

async function stateOf(workbench: FoldingWorkbench, unit: DefinitionUnit): Promise<State> {
  const { audience, killed = false, overrides, identities } = (await readBack(workbench, unit)).plain;
  const whichOf = ({ served }: PlainAudience): Which => {
    const found = (["first", "second"] as const).find((each) => serves(served, workbench.serve(each)));
    if (!found) throw new Error(`${workbench.name} serves ${JSON.stringify(served)}`);
    return found;
  };
  const all = (them: Readonly<Record<string, PlainAudience>>): Overrides =>
    Object.fromEntries(Object.entries(them).map(([name, each]) => [name, whichOf(each)]));
  return { standard: whichOf(audience), killed, segment: all(overrides), identity: all(identities) };
}

async function expectAlike(all: readonly (readonly Step[])[]): Promise<void> {
  const outcomes = await Promise.all(
    workbenches.map(async (each) => {
      const workbench = await each.take();
      return [workbench.name, await outcomeOn(workbench, all)] as const;
    }),
  );
  expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(outcomes.map(([name]) => [name, expected(all)])));
}

test(
  "edits of several operations come to the same on all platforms",
  () => holds("changesets on four platforms", { part: 6, whole: 200 }, operations, expectAlike),
  DEEP_TIMEOUT_MS,
);

describe.each<Kind>(["segment", "identity"])("an override of one %s", (of) => {
  const name = of === "segment" ? "beta" : "anna";
  const put = { kind: "put", of, name, which: "second", whole: "second" } as const;
  const remove = { kind: "remove", of, name } as const;

  test.each([
    ["put, then removed, within one operation: the last word counts, and it goes", [[put, remove]]],
    ["removed, then put, within one operation: the last word counts, and it stays", [[remove, put]]],
    ["put by one operation and removed by the next: the put beats the remove", [[put], [remove]]],
    ["removed by one operation and put by the next: the put beats the remove", [[remove], [put]]],
    ["put and removed by one operation, put by another: it stays", [[put, remove], [put]]],
  ])("%s", (_, all) => expectAlike(all));
});
