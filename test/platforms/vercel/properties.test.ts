import type { Serve } from "../../../src/platforms/model/audience";
import type { Edit } from "../../../src/platforms/port/edit";
import { type FlagAnswer, flagAnswer } from "../../../src/platforms/vercel/api/answers";
import { definitionOf } from "../../../src/platforms/vercel/definition/definition";
import { otherRules } from "../../../src/platforms/vercel/definition/edits/override-rules";
import { fc } from "../../support/fast-check";
import { BETA, CONTEXT, inProduction, patch, planRule, plans, segmentRule, STAFF, stringFlag } from "./documents";

const variant = fc.constantFrom("free", "pro", "team");
const serve: fc.Arbitrary<Serve> = fc.oneof(
  variant.map((each) => ({ kind: "variant" as const, variant: each })),
  fc.record({ share: fc.integer({ min: 1, max: 99 }), otherwise: fc.option(variant) }).map(({ share, otherwise }) => ({
    kind: "split" as const,
    weights: { free: 100 - share, pro: share },
    control: null,
    bucketBy: "account.id",
    otherwise,
  })),
);
const priority = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("set-default" as const), enabled: fc.constant(true), serve }),
  fc.record({ kind: fc.constant("set-killed" as const), killed: fc.boolean() }),
  fc.record({ kind: fc.constant("set-when-off" as const), variant }),
  fc.record({ segment: fc.constantFrom(BETA, STAFF), serve, priority }).map(({ priority: place, ...rest }): Edit => {
    return { kind: "put-segment-override", enabled: true, ...rest, ...(place !== undefined && { priority: place }) };
  }),
  fc.record({ kind: fc.constant("remove-segment-override" as const), segment: fc.constantFrom(BETA, STAFF) }),
  fc.record({
    kind: fc.constant("put-identity-override" as const),
    identifier: fc.constantFrom("anna", "account.id=acme", "user.email=a@example.com"),
    enabled: fc.constant(true),
    serve: variant.map((each) => ({ kind: "variant" as const, variant: each })),
  }),
  fc.record({
    kind: fc.constant("remove-identity-override" as const),
    identifier: fc.constantFrom("anna", "account.id=acme"),
  }),
);

const theirs = { ...planRule, outcome: { type: "variant", variantId: "team" } };
const live = (): FlagAnswer =>
  stringFlag(
    plans({
      rules: [theirs, segmentRule("dashboard", "seg_other", "pro")],
      targets: { team: { device: { serial: [{ value: "d1", note: "lab" }] } } },
    }),
  );

/** The flag as the server has it after the request. */
function after(flag: FlagAnswer, edits: readonly Edit[]): FlagAnswer {
  const { body } = patch(flag, [inProduction(...edits)]);
  const { message: _, environments, ...members } = body ?? {};
  return flagAnswer.parse({ ...flag, ...members, environments: { ...flag.environments, ...environments } });
}

test("what was written is there: the same edits again send nothing", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
      expect(patch(after(live(), edits), [inProduction(...edits)]).body).toBeUndefined();
    }),
  );
});

test("what others put there survives every edit, in its order", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
      const production = after(live(), edits).environments.production;
      expect(otherRules(production?.rules ?? [])).toEqual([theirs]);
      expect(production?.rules).toContainEqual(segmentRule("dashboard", "seg_other", "pro"));
      expect(production?.targets?.team?.device).toEqual({ serial: [{ value: "d1", note: "lab" }] });
    }),
  );
});

test("a stated priority reads back, whatever stood there before", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), fc.integer({ min: 0, max: 9 }), (edits, place) => {
      const put = {
        kind: "put-segment-override",
        segment: BETA,
        enabled: true,
        serve: { kind: "variant", variant: "pro" },
      } as const;
      const flag = after(after(live(), edits), [{ ...put, priority: place }]);
      const found = definitionOf(flag, "production", CONTEXT).segmentOverrides.find(
        ({ segmentId }) => segmentId === BETA.id,
      );
      expect(found?.priority).toBe(place);
    }),
  );
});
