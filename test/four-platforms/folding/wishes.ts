import type { TargetingRule } from "../../../src/platforms/model/targeting-rule";
import type { AnnouncedUnit, DefinitionUnit } from "../../../src/platforms/port/definition";
import type { AudienceChange, Edit } from "../../../src/platforms/port/edit";
import type { Platform } from "../../../src/platforms/port/platform";
import { fc } from "../../support/fast-check";
import { VARIANTS } from "./variant-serve";
import { type FoldingWorkbench, IDENTITIES, type Which } from "./workbench";

/** What is wanted of one unit: at most one wish for each thing, so that no order could mean more than another. */

export interface Wanted {
  readonly enabled: boolean;
  readonly which: Which;
}

const which = fc.constantFrom<Which>("first", "second");
const maybe = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(each, { nil: null });
/** Off is what `when_off` says at the time: a wish for both is a wish for an order. */
const audience = (off: boolean): fc.Arbitrary<Wanted> =>
  fc.record({ enabled: off ? fc.boolean() : fc.constant(true), which });
const putOrRemove = (off: boolean): fc.Arbitrary<Wanted | "remove"> =>
  fc.oneof({ weight: 3, arbitrary: audience(off) }, { weight: 1, arbitrary: fc.constant("remove" as const) });
const rule = fc.record({ plan: fc.constantFrom("pro", "team", "free"), which });

const wishWith = (off: boolean) =>
  fc.record({
    standard: maybe(audience(off)),
    killed: maybe(fc.boolean()),
    whenOff: off ? fc.constant(null) : maybe(which),
    rules: maybe(fc.uniqueArray(rule, { selector: ({ plan }) => plan, maxLength: 2 })),
    segments: fc.tuple(...[0, 1, 2].map(() => maybe(putOrRemove(off)))),
    /** The places of those that are put. */
    places: fc.shuffledSubarray([0, 1, 2, 3, 6], { minLength: 3, maxLength: 3 }),
    identities: fc.tuple(...IDENTITIES.map(() => maybe(putOrRemove(off)))),
    /** Whether everything said of the definition is one resource's, as from Terraform, or comes singly. */
    together: fc.boolean(),
    order: fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }),
    other: fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }),
  });

export const wish = fc.boolean().chain(wishWith);
export type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

/** What one resource wants in one go. */
export type Operation =
  | { readonly kind: "edits"; readonly edits: readonly Edit[] }
  | { readonly kind: "identity"; readonly identifier: string; readonly change: AudienceChange | null };

export function operationsOf(workbench: FoldingWorkbench, wished: Wish): readonly Operation[] {
  const { has, segments } = workbench;
  const say = ({ enabled, which: served }: Wanted) => ({ enabled, serve: workbench.serve(served) });
  const definition: Edit[] = [
    ...(wished.standard ? [{ kind: "set-default", ...say(wished.standard), whole: say(wished.standard) } as const] : []),
    ...(wished.killed !== null && has.killed ? [{ kind: "set-killed", killed: wished.killed } as const] : []),
    ...(wished.whenOff !== null && has.whenOff
      ? [{ kind: "set-when-off", variant: variantOf(wished.whenOff) } as const]
      : []),
    ...(wished.rules && has.rules
      ? [
          {
            kind: "set-rules",
            rules: wished.rules.map((each) => targetingRule(workbench, each)),
            unlisted: "remove",
          } as const,
        ]
      : []),
  ];
  const overrides = wished.segments.flatMap((wanted, index): Edit[] => {
    const segment = segments[index];
    if (!wanted || !segment) return [];
    if (wanted === "remove") return [{ kind: "remove-segment-override", segment }];
    const place = wished.places[index];
    const stated = { ...say(wanted), ...(has.priorities && place !== undefined && { priority: place }) };
    return [{ kind: "put-segment-override", segment, ...stated, whole: stated }];
  });
  const identities = wished.identities.flatMap((wanted, index): Operation[] => {
    const identifier = IDENTITIES[index];
    if (!wanted || identifier === undefined) return [];
    return [{ kind: "identity", identifier, change: wanted === "remove" ? null : say(wanted) }];
  });
  const said = wished.together && definition.length > 0 ? [definition] : definition.map((each) => [each]);
  return [
    ...[...said, ...overrides.map((each) => [each])].map((edits) => ({ kind: "edits", edits }) as const),
    ...identities,
  ];
}

/** In an order of the wish's own. */
export function ordered<T>(all: readonly T[], order: readonly number[]): readonly T[] {
  return order.flatMap((index) => (index < all.length ? all.slice(index, index + 1) : []));
}

export function send(
  platform: Platform,
  unit: DefinitionUnit,
  operation: Operation,
  announcedAs?: AnnouncedUnit,
): Promise<unknown> {
  if (operation.kind === "edits") return platform.definitions.write(unit, operation.edits, announcedAs);
  const { identifier, change } = operation;
  const { identityOverrides } = platform;
  if (change === null) return identityOverrides.remove(unit, identifier);
  const name = identityOverrides.inDefinition === true ? announcedAs : undefined;
  return identityOverrides.put(unit, identifier, change, change, name);
}

/** What stands there before: a default, two overrides, an identity. */
export function beginning(workbench: FoldingWorkbench): readonly Operation[] {
  const { has, segments } = workbench;
  const [first, second] = segments;
  if (!first || !second) throw new Error("no segments");
  const put = (segment: typeof first, served: Which, priority: number): Edit => ({
    kind: "put-segment-override",
    segment,
    enabled: true,
    serve: workbench.serve(served),
    ...(has.priorities && { priority }),
  });
  const variants = has.rules ? [{ kind: "set-variants", variants: VARIANTS } as const] : [];
  const edits: Edit[] = [
    ...(workbench.name === "Vercel" ? [] : variants),
    { kind: "set-default", enabled: true, serve: workbench.serve("second") },
    ...(has.whenOff ? [{ kind: "set-when-off", variant: "red" } as const] : []),
    put(first, "first", 0),
    put(second, "second", 1),
  ];
  const [anna] = IDENTITIES;
  return [
    { kind: "edits", edits },
    { kind: "identity", identifier: anna, change: { enabled: true, serve: workbench.serve("first") } },
  ];
}

const variantOf = (served: Which): string => (served === "first" ? "blue" : "red");

function targetingRule(workbench: FoldingWorkbench, { plan, which: served }: { plan: string; which: Which }): TargetingRule {
  const condition = { operator: "equal_to", trait: "plan", value: plan, values: null, type: null } as const;
  return {
    key: plan,
    description: null,
    when: [{ match: "all", conditions: [condition], rules: [] }],
    enabled: true,
    serve: workbench.serve(served),
  };
}
