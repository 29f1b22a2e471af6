import { optional, t } from "../../../src/terraform/schema";
import { Decimal, UNKNOWN } from "../../../src/terraform/value";
import { sameValue } from "../../../src/terraform/values/equality";
import { fc } from "../../support/fast-check";

describe("equality as Terraform has it", () => {
  test("takes numbers for what they are", () => {
    const same = (a: string, b: string) => sameValue(t.number, new Decimal(a), new Decimal(b));
    expect(same("1.50", "15e-1")).toBe(true);
    expect(same("-0", "0.000")).toBe(true);
    expect(same("1e400", "10e399")).toBe(true);
    expect(same("9007199254740993", "9007199254740992")).toBe(false);
    expect(same("-1", "1")).toBe(false);
  });

  test("takes sets without order and doubles, of anything", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.nat()), (strings, order) => {
        const shuffled = [
          ...strings,
          ...order.flatMap((index) => strings[index % Math.max(1, strings.length)] ?? []),
        ].reverse();
        expect(sameValue(t.set(t.string), strings, shuffled)).toBe(true);
        const objects = (names: string[]) => names.map((name) => ({ name }));
        expect(sameValue(t.set(t.object({ name: optional(t.string, "n") })), objects(strings), objects(shuffled))).toBe(
          true,
        );
        expect(sameValue(t.set(t.string), strings, [...strings, strings.join("") + "more"])).toBe(false);
      }),
    );
  });

  test("minds the order of lists, and the keys of maps", () => {
    expect(sameValue(t.list(t.integer), [1, 2], [2, 1])).toBe(false);
    expect(sameValue(t.map(t.integer), { a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(sameValue(t.map(t.integer), { a: 1 }, { b: 1 })).toBe(false);
    expect(sameValue(t.map(t.integer), {}, { constructor: 1 })).toBe(false);
  });

  test("has unknown equal nothing but unknown, and empty differ from null", () => {
    expect(sameValue(t.string, UNKNOWN, UNKNOWN)).toBe(true);
    expect(sameValue(t.string, UNKNOWN, null)).toBe(false);
    expect(sameValue(t.list(t.string), [], null)).toBe(false);
    expect(sameValue(t.object({ a: optional(t.string, "a") }), {}, { a: null })).toBe(true);
  });
});
