import { FlagsmithWorkbench, planIs } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

/** What a segment's rules mean on Flagsmith, and what cannot be said there. */

const pro = { operator: "equal_to", trait: "plan", value: "pro" };
const team = { operator: "equal_to", trait: "plan", value: "team" };
const segment = (rules: unknown): Bodies => ({ segment: { s: { name: "pros", rules: rules as object } } }) as Bodies;
const inner = (match: string, more: object = {}): Bodies =>
  segment([
    {
      match,
      rules: [
        { match: "all", conditions: [pro] },
        { match: "all", conditions: [team] },
      ],
      ...more,
    },
  ]);
const WARNED = /requires all nested rules of a rule/;

describe("at plan", () => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open();
  });
  afterEach(() => workbench.stop());

  test("conditions beside rules inside are refused where they would mean AND, and both ways out apply", async () => {
    const [refused] = await refusal(workbench.plan(inner("any", { conditions: [pro] })));
    expect(refused?.detail).toContain(
      'put the conditions into a nested rule next to the others: { match = "any", conditions = […] }',
    );
    const either = segment([
      {
        match: "any",
        rules: [
          { match: "all", conditions: [pro] },
          { match: "any", conditions: [team] },
        ],
      },
    ]);
    await workbench.apply(either);
    expect((await workbench.plan(either)).empty).toBe(true);
    const both = segment([
      { match: "any", conditions: [pro, team] },
      { match: "any", rules: [{ match: "all", conditions: [team] }] },
    ]);
    await workbench.apply(both);
    expect((await workbench.plan(both)).empty).toBe(true);
  });

  test.each(["all", "none"])("beside %s they mean what they say", async (match) => {
    const stack = inner(match, { conditions: [pro] });
    await workbench.apply(stack);
    expect((await workbench.plan(stack)).empty).toBe(true);
  });

  test("what somebody made so is read, imported and left alone", async () => {
    const path = `/api/v1/projects/${workbench.project}/segments/`;
    const condition = { operator: "EQUAL", property: "plan", value: "pro" };
    const rules = [{ type: "ANY", conditions: [condition], rules: [{ type: "ALL", conditions: [condition], rules: [] }] }];
    const { id } = await workbench.api("POST", path, { name: "pros", project: Number(workbench.project), rules });
    await workbench.driver.import(workbench.stack(segment(planIs("pro"))), "flagform_segment.s", "pros");
    const stated = workbench.attributes("segment.s")["rules"];
    expect(stated).toMatchObject([{ match: "any", conditions: [pro], rules: [{ match: "all", conditions: [pro] }] }]);
    const renamed = { segment: { s: { name: "those who pay", rules: stated as object } } } as Bodies;
    await workbench.apply(renamed);
    expect(await workbench.api("GET", `${path}${String(id)}/`)).toMatchObject({
      name: "those who pay",
      rules: [{ type: "ANY" }],
    });
  });

  test.each([
    ["no rules", segment([]), "does not accept a segment without rules"],
    ["an empty trait", segment([{ match: "all", conditions: [{ ...pro, trait: "" }] }]), "trait of `equal_to` is empty"],
    ["white space in a value", segment([{ match: "all", conditions: [{ ...pro, value: "pro\n" }] }]), "chomp(…)"],
    ["white space in a trait", segment([{ match: "all", conditions: [{ ...pro, trait: " plan" }] }]), "trimspace(…)"],
    ["a control character", segment([{ match: "all", conditions: [{ ...pro, value: "\u001cpro" }] }]), "white space"],
    ["a NUL", segment([{ match: "all", conditions: [{ ...pro, value: "a\u0000b" }] }]), "NUL"],
    ["a long value", segment([{ match: "all", conditions: [{ ...pro, value: "x".repeat(1001) }] }]), "up to 1,000"],
    ["too many conditions", segment([{ match: "any", conditions: Array.from({ length: 101 }, () => pro) }]), "up to 100"],
  ])("%s: refused, with what to do", async (_name, stack, words) => {
    const [refused] = await refusal(workbench.plan(stack));
    expect(refused?.detail).toContain(words);
  });

  test("texts that the server trims are refused with what to do, each at its attribute", async () => {
    const flag = { key: "banner", description: "words\n", tags: ["web\u00a0"], flagsmith: { create_tags: true } };
    const stack: Bodies = {
      feature_flag: { f: flag },
      environment: { e: { name: "place\t", flagsmith: { banner_text: " careful" } } },
      segment: { s: { name: "pros ", rules: planIs("pro") } },
      identity: { i: { environment: "production", identity: "me ", traits: { "plan ": { string: "pro" } } } },
      server_key: { k: { environment: "production", name: "\u0085key" } },
    };
    const refused = await refusal(workbench.plan(stack));
    const told = refused.filter(({ detail }) => /trimspace|trait's name/.test(detail));
    expect(told.map(({ address }) => address).sort()).toEqual(
      [
        "environment.e",
        "environment.e",
        "feature_flag.f",
        "feature_flag.f",
        "identity.i",
        "identity.i",
        "segment.s",
        "server_key.k",
      ].map((each) => `flagform_${each}`),
    );
  });
});

describe("on a server of before", () => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open({ server: "2.200" });
  });
  afterEach(() => workbench.stop());

  test("rules inside a rule warn where they mean something else there", async () => {
    await workbench.apply(segment(planIs("pro")));
    expect(JSON.stringify((await workbench.plan(inner("any"))).diagnostics)).toMatch(WARNED);
    expect(JSON.stringify((await workbench.plan(inner("none"))).diagnostics)).toMatch(WARNED);
    expect(JSON.stringify((await workbench.plan(inner("all"))).diagnostics)).not.toMatch(WARNED);
  });

  test("a list whose values hold no comma is one between commas, which every server knows", async () => {
    const list = (values: readonly string[]): Bodies =>
      segment([{ match: "all", conditions: [{ operator: "one_of", trait: "plan", values }] }]);
    await workbench.apply(list(["very pro", 'so "called"', "team]"]));
    expect((await workbench.plan(list(["very pro", 'so "called"', "team]"]))).empty).toBe(true);
    const [refused] = await refusal(workbench.plan(list(["pro,team"])));
    expect(refused?.detail).toContain("it would never match");
  });
});

test("a newer server has no such warning, and takes any list", async () => {
  const workbench = await FlagsmithWorkbench.open({ server: "2.240" });
  await workbench.apply(inner("any"));
  expect(JSON.stringify((await workbench.plan(inner("none"))).diagnostics)).not.toMatch(WARNED);
  await workbench.apply(
    segment([{ match: "all", conditions: [{ operator: "one_of", trait: "plan", values: ["pro,team", " x"] }] }]),
  );
  await workbench.stop();
});
