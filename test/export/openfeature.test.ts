import * as z from "zod";
import { openFeatureManifest } from "../../src/export/openfeature";
import { worldOf } from "../../src/serving/world/worlds-of";

/** The facts of the OpenFeature command line's schema (flag-manifest.json, version 0): a flag's default is of its type. */
const description = z.string().optional();
const MANIFEST = z.strictObject({
  $schema: z.string(),
  flags: z.record(
    z.string().min(1),
    z.discriminatedUnion("flagType", [
      z.strictObject({ flagType: z.literal("boolean"), defaultValue: z.boolean(), description }),
      z.strictObject({ flagType: z.literal("string"), defaultValue: z.string(), description }),
      z.strictObject({ flagType: z.literal("integer"), defaultValue: z.int(), description }),
      z.strictObject({ flagType: z.literal("float"), defaultValue: z.number(), description }),
      z.strictObject({ flagType: z.literal("object"), defaultValue: z.record(z.string(), z.unknown()), description }),
    ]),
  ),
});

const OFF: Readonly<Record<string, object>> = {
  string: { string: "classic" },
  integer: { integer: 7 },
  number: { number: "2.5" },
  json: { json: '{"colour":"red"}' },
};

test("a flag of each type validates against the manifest's schema, with what it serves when it is off", () => {
  const flags = ["boolean", ...Object.keys(OFF)].flatMap((type) => [
    { address: type, type: "flagform_feature_flag", values: { key: type, type } },
    {
      address: `${type}.live`,
      type: "flagform_environment_definition",
      values: {
        environment: "production",
        flag: type,
        enabled: true,
        ...(type !== "boolean" && { when_off: "off", variants: { off: { value: OFF[type] } } }),
      },
    },
  ]);
  const { document, leftOut } = openFeatureManifest([worldOf(flags, { platform: "split" })], new Map([["json", "Which."]]));
  expect(leftOut).toEqual([]);
  expect(MANIFEST.parse(document)).toEqual(document);
  const defaults = Object.entries(document.flags).map(([key, { defaultValue }]) => [key, defaultValue]);
  expect(Object.fromEntries(defaults)).toEqual({
    boolean: false,
    integer: 7,
    json: { colour: "red" },
    number: 2.5,
    string: "classic",
  });
});

test("an array cannot be the default of an object, so that the empty one is", () => {
  const world = worldOf(
    [
      { address: "f", type: "flagform_feature_flag", values: { key: "list", type: "json" } },
      {
        address: "d",
        type: "flagform_environment_definition",
        values: { environment: "production", flag: "list", when_off: "off", variants: { off: { value: { json: "[1]" } } } },
      },
    ],
    { platform: "split" },
  );
  const { document } = openFeatureManifest([world], new Map());
  expect(MANIFEST.parse(document).flags["list"]).toEqual({ flagType: "object", defaultValue: {} });
});
