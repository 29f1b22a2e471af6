import { formatListedId, parseDefinitionId } from "../../../src/resources/environment-definition/sets/listed-import";
import { importIdFunction } from "../../../src/resources/functions/import-id";
import { parseImportIdFunction } from "../../../src/resources/functions/parse-import-id";
import { formatImportId, splitImportId } from "../../../src/resources/import/import-id";
import { IMPORT_ID_PARTS } from "../../../src/resources/import/import-id-parts";
import { RESOURCES } from "../../../src/resources/provider/resources";
import { fc, runs } from "../../support/fast-check";

const idOf = (...args: string[]) => importIdFunction.call(args);
const namesIn = (type: string, id: string) => parseImportIdFunction.call([type, id]);

test("every resource has an import id", () => {
  expect(Object.keys(IMPORT_ID_PARTS).sort()).toEqual(RESOURCES.map(({ type }) => type).sort());
});

test("a name may contain a slash or a percent sign", () => {
  const id = idOf("flagform_segment_override", "production", "a/b", "50% / EU");
  expect(id).toBe("production/a%2Fb/50%25 %2F EU");
  expect(namesIn("flagform_segment_override", String(id))).toEqual({
    environment: "production",
    flag: "a/b",
    segment: "50% / EU",
  });
});

test("one name more is the project", () => {
  expect(idOf("flagform_feature_flag", "Shop", "new-checkout")).toBe("Shop/new-checkout");
  expect(namesIn("flagform_feature_flag", "Shop/new-checkout")).toEqual({ project: "Shop", flag: "new-checkout" });
  expect(namesIn("flagform_project", "Shop/Toys")).toEqual({ project: "Shop/Toys" });
});

test("which overrides the import of a definition lists belongs to no name", () => {
  const DEFINITION = "flagform_environment_definition";
  const unit = { environment: "production", flag: "checkout" };
  for (const listed of ["listed", "listed&segment=beta&identity=a%2Fb", "exact"])
    expect(namesIn(DEFINITION, `production/checkout?overrides=${listed}`)).toEqual(unit);
  expect(namesIn(DEFINITION, "Shop/production/checkout?overrides=listed")).toEqual({ project: "Shop", ...unit });
  expect(() => namesIn(DEFINITION, "production/checkout?overrides=some")).toThrow('overrides is "some"');
  // No other resource has them.
  expect(namesIn("flagform_feature_flag", "a?overrides=listed")).toEqual({ flag: "a?overrides=listed" });
});

test("a name that looks like them stays a name, also where an import reads the id", () => {
  for (const flag of ["what?overrides=exact", "50%?overrides=", "a%3Foverrides=b", "?overrides=/?x=%2F"]) {
    const id = String(idOf("flagform_environment_definition", "production", flag));
    expect(namesIn("flagform_environment_definition", id)).toEqual({ environment: "production", flag });
    const plain = formatImportId("production", flag);
    for (const each of [id, plain, formatListedId(id, { segment_overrides: [flag], identity_overrides: [] })])
      expect(splitImportId(parseDefinitionId(each).unit, 2, false)?.parts).toEqual(["production", flag]);
  }
});

test("what is in an id comes out of it, whatever the names are", () => {
  const types = fc.constantFrom(...(Object.keys(IMPORT_ID_PARTS) as (keyof typeof IMPORT_ID_PARTS)[]));
  const cases = types.chain((type) => {
    const count: number = IMPORT_ID_PARTS[type].length;
    const lengths = type === "flagform_project" ? [1] : [count, count + 1];
    const names = fc
      .constantFrom(...lengths)
      .chain((length) => fc.array(fc.string({ minLength: 1 }), { minLength: length, maxLength: length }));
    return fc.tuple(fc.constant(type), names);
  });
  fc.assert(
    fc.property(cases, ([type, names]) => {
      expect(Object.values(namesIn(type, String(idOf(type, ...names))) as object)).toEqual(names);
    }),
    { numRuns: runs(50) },
  );
});

test.each([
  [
    ["flagform_flag", "a"],
    0,
    'There is no resource "flagform_flag" that can be imported. There are: flagform_feature_flag,',
  ],
  [
    ["flagform_segment_override", "production", "a"],
    0,
    "The import id of flagform_segment_override is <environment>/<flag>/<segment>: it takes 3 names, and there are 2.",
  ],
  [["flagform_environment_definition", "production", ""], 2, "The name is empty."],
])("import_id refuses %j", (args, index, message) => {
  expect(() => idOf(...args)).toThrow(expect.objectContaining({ index, message: expect.stringContaining(message) }));
});

test("parse_import_id refuses what is not an id of the resource", () => {
  expect(() => namesIn("flagform_environment_definition", "production")).toThrow(
    '"production" is not an import id of flagform_environment_definition, which is <environment>/<flag>.',
  );
  expect(() => namesIn("flagform_feature_flag", "")).toThrow("is not an import id");
});
