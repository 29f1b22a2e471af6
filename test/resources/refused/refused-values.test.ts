import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import type { Bodies } from "../../support/platform-workbench";
import { expectNothingDone, type Refused } from "./refused";

/** What can be known before anything is sent: refused by validate where possible, else by the plan. */
let workbench: FlagsmithWorkbench;
beforeAll(async () => {
  workbench = await FlagsmithWorkbench.open();
  await workbench.flagByHand("banner");
});
afterAll(() => workbench.stop());

const at = () => on(workbench.production, "production");
type Settings = Readonly<Record<string, unknown>>;
const definition = (settings: Settings): Bodies => ({ environment_definition: { x: { ...at(), ...settings } } });
const override = (settings: Settings): Bodies => ({ segment_override: { x: { ...at(), segment: "beta", ...settings } } });
const identity = (settings: Settings): Bodies => ({ identity_override: { x: { ...at(), identity: "u", ...settings } } });
const segment = (settings: Settings): Bodies => ({ segment: { x: { name: "pros", ...settings } } });
const flag = (settings: Settings): Bodies => ({ feature_flag: { x: { key: "new", ...settings } } });
const value = (branch: object) => ({ serve: { value: branch } });
const text = { value: { string: "a" } };
const condition = (settings: object) => segment({ rules: [{ match: "all", conditions: [settings] }] });

type Case = readonly [string, () => Bodies, Refused];

const BY_VALIDATE: readonly Case[] = [
  [
    "shares that do not sum to 100",
    () => definition({ serve: { split: { weights: { a: 50, b: 40 }, control: 5 } } }),
    { summary: /must sum to 100/, detail: /They sum to 95: a 50, b 40, control 5/, path: ["serve", "split", "weights"] },
  ],
  [
    "a negative share",
    () => override({ serve: { split: { weights: { a: 110, b: -10 } } } }),
    { summary: /must not be negative/, detail: /from 0 to 100/, path: ["serve", "split", "weights"] },
  ],
  [
    "two branches of serve",
    () => definition({ serve: { value: { string: "a" }, variant: "b" } }),
    { summary: /Too much is set/, detail: /exactly one of .*`value` and `variant` are set/, path: ["serve"] },
  ],
  [
    "no branch of serve",
    () => identity({ serve: {} }),
    { summary: /Nothing is set/, detail: /exactly one of/, path: ["serve"] },
  ],
  [
    "two kinds of value",
    () => override(value({ string: "a", integer: 1 })),
    { summary: /Too much is set/, detail: /`string` and `integer` are set/, path: ["serve", "value"] },
  ],
  [
    "no kind of value",
    () => definition(value({})),
    { summary: /Nothing is set/, detail: /`boolean`/, path: ["serve", "value"] },
  ],
  [
    "a value in the exact set",
    () => definition({ segment_overrides: { beta: value({}) } }),
    { summary: /Nothing is set/, detail: /exactly one/, path: ["segment_overrides", "beta", "serve", "value"] },
  ],
  [
    "JSON that is none",
    () => definition(value({ json: "{a: 1}" })),
    {
      summary: /serve\.value\.json/,
      detail: /JSON text, such as the result of jsonencode/,
      path: ["serve", "value", "json"],
    },
  ],
  [
    "a negative priority",
    () => override({ priority: -1, ...value({ string: "a" }) }),
    { summary: /priority/, detail: /at least 0/, path: ["priority"] },
  ],
  ["an empty name", () => segment({ name: "" }), { summary: /name/, detail: /not be empty/, path: ["name"] }],
  ["an empty key", () => flag({ key: "" }), { summary: /key/, detail: /not be empty/, path: ["key"] }],
  ["a type that is none", () => flag({ type: "text" }), { summary: /type/, detail: /"json"/, path: ["type"] }],
  [
    "a fate that is none",
    () => flag({ on_destroy: "forget" }),
    { summary: /on_destroy/, detail: /"archive"/, path: ["on_destroy"] },
  ],
  [
    "an unknown operator",
    () => condition({ operator: "is", trait: "a", value: "b" }),
    { summary: /operator/, detail: /"equal_to"/, path: ["rules", 0, "conditions", 0, "operator"] },
  ],
  [
    "a condition without a value",
    () => condition({ operator: "equal_to", trait: "a" }),
    { summary: /value is missing/, detail: /needs `value`/, path: ["rules", 0, "conditions", 0] },
  ],
  [
    "a percentage beyond 100",
    () => condition({ operator: "percentage", value: "101" }),
    { summary: /Not a percentage/, detail: /0 to 100/, path: ["rules", 0, "conditions", 0, "value"] },
  ],
  [
    "a modulo that is none",
    () => condition({ operator: "modulo", trait: "a", value: "2" }),
    { summary: /divisor and remainder/, detail: /"2\|0"/, path: ["rules", 0, "conditions", 0, "value"] },
  ],
];

test.each(BY_VALIDATE)("validate refuses %s", async (_name, stack, refused) => {
  await expectNothingDone(workbench, () => workbench.driver.validate(workbench.stack(stack())), refused);
});

const BY_PLAN: readonly Case[] = [
  [
    "an integer past 32 bits",
    () => definition(value({ integer: 2_147_483_648 })),
    {
      summary: /Flagsmith would not store/,
      detail: /32-bit integers.*2147483648.*Use a string/,
      path: ["serve", "value", "integer"],
    },
  ],
  [
    "a text past 20,000 characters",
    () => override(value({ string: "x".repeat(20_001) })),
    { summary: /would not store/, detail: /20,000 characters.*20,001.*Shorten/, path: ["serve", "value", "string"] },
  ],
  [
    "white space at an end",
    () => identity(value({ string: "a " })),
    { summary: /would not store/, detail: /white space at its start or end.*trims/, path: ["serve", "value", "string"] },
  ],
  [
    "white space in the exact set",
    () => definition({ segment_overrides: { beta: value({ string: "\u00a0a" }) } }),
    {
      summary: /would not store/,
      detail: /Remove it, or quote it/,
      path: ["segment_overrides", "beta", "serve", "value", "string"],
    },
  ],
  [
    "white space in an initial value",
    () => flag({ type: "string", flagsmith: { initial_value: { string: "a\n" } } }),
    { summary: /would not store/, detail: /white space/, path: ["flagsmith", "initial_value", "string"] },
  ],
  [
    "an initial value of another type",
    () => flag({ type: "integer", flagsmith: { initial_value: { string: "a" } } }),
    {
      summary: /has type integer, but the value has type string/,
      detail: /Write it as `integer`/,
      path: ["flagsmith", "initial_value", "string"],
    },
  ],
  [
    "a NUL",
    () => definition(value({ string: "a\0b" })),
    { summary: /would not store/, detail: /NUL/, path: ["serve", "value", "string"] },
  ],
  [
    "a split by an attribute",
    () => definition({ serve: { split: { weights: { a: 100 }, bucket_by: "team" } } }),
    { summary: /cannot serve this/, detail: /percentage condition on that trait/, path: ["serve"] },
  ],
  [
    "a split with a variant for others",
    () => override({ serve: { split: { weights: { a: 100 }, otherwise: "a" } } }),
    { summary: /cannot serve this/, detail: /control/, path: ["serve"] },
  ],
  [
    "a split that gives nobody a variant",
    () => identity({ serve: { split: { weights: { a: 0 }, control: 100 } } }),
    { summary: /cannot serve this/, detail: /own value/, path: ["serve"] },
  ],
  ["killed", () => definition({ killed: true }), { summary: /no switch/, detail: /enabled = false/, path: ["killed"] }],
  [
    "when_off",
    () => definition({ when_off: "a" }),
    { summary: /no variant for/, detail: /the application decides/, path: ["when_off"] },
  ],
  [
    "rules",
    () => definition({ rules: [{ key: "a", when: [{ match: "all" }] }] }),
    { summary: /no rules inside/, detail: /into a segment/, path: ["rules"] },
  ],
  [
    "variants of a boolean flag",
    () => flag({ type: "boolean", variants: { a: { value: { boolean: true } } } }),
    { summary: /does not accept these variants/, detail: /needs no variants/, path: ["variants"] },
  ],
  [
    "weights that sum to more than 100",
    () => flag({ type: "string", variants: { a: { ...text, weight: 60 }, b: { ...text, weight: 41 } } }),
    { summary: /does not accept these variants/, detail: /sum to 101 \(a 60, b 41\)/, path: ["variants"] },
  ],
  [
    "a negative weight",
    () => flag({ type: "string", variants: { a: { ...text, weight: -1 } } }),
    { summary: /does not accept these variants/, detail: /less than 0/, path: ["variants"] },
  ],
  [
    "a variant that is called as the flag's own value",
    () => flag({ type: "string", variants: { control: text } }),
    { summary: /does not accept this name/, detail: /split\.control/, path: ["variants", "control"] },
  ],
  [
    "a variant whose key is no slug",
    () => flag({ type: "string", variants: { "deep red": text } }),
    { summary: /does not accept this name/, detail: /hyphens/, path: ["variants", "deep red"] },
  ],
  [
    "a variant whose value is of another type than the flag",
    () => flag({ type: "integer", variants: { a: text } }),
    { summary: /has type integer/, detail: /as `integer`/, path: ["variants", "a", "value", "string"] },
  ],
  [
    "a variant whose value would be trimmed",
    () => flag({ type: "string", variants: { a: { value: { string: " a" } } } }),
    { summary: /would not store/, detail: /white space/, path: ["variants", "a", "value", "string"] },
  ],
  [
    "a condition on the identity itself that has no trait",
    () => condition({ operator: "equal_to", value: "b" }),
    { summary: /no such rule/, detail: /trait = "\$\.identity\.identifier"/, path: ["rules"] },
  ],
  [
    "listed identities in a segment",
    () => segment({ identities: ["a"] }),
    { summary: /no listed identities/, detail: /identity overrides/, path: ["identities"] },
  ],
];

test.each(BY_PLAN)("the plan refuses %s, and sends nothing", async (_name, stack, refused) => {
  await expectNothingDone(workbench, () => workbench.plan(stack()), refused);
});
