import { Lab, planIs, refusal, type Bodies } from "../lab";

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
const WARNED = /asks for all the rules inside a rule/;

describe("at plan", () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start();
  });
  afterEach(() => lab.stop());

  test("conditions beside rules inside are refused where they would mean AND, and both ways out apply", async () => {
    const [refused] = await refusal(lab.plan(inner("any", { conditions: [pro] })));
    expect(refused?.detail).toContain(
      'put the conditions into a rule inside, beside the others: { match = "any", conditions = […] }',
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
    await lab.apply(either);
    expect((await lab.plan(either)).empty).toBe(true);
    const both = segment([
      { match: "any", conditions: [pro, team] },
      { match: "any", rules: [{ match: "all", conditions: [team] }] },
    ]);
    await lab.apply(both);
    expect((await lab.plan(both)).empty).toBe(true);
  });

  test.each(["all", "none"])("beside %s they mean what they say", async (match) => {
    const stack = inner(match, { conditions: [pro] });
    await lab.apply(stack);
    expect((await lab.plan(stack)).empty).toBe(true);
  });

  test("what somebody made so is read, imported and left alone", async () => {
    const path = `/api/v1/projects/${lab.project}/segments/`;
    const condition = { operator: "EQUAL", property: "plan", value: "pro" };
    const rules = [{ type: "ANY", conditions: [condition], rules: [{ type: "ALL", conditions: [condition], rules: [] }] }];
    const { id } = await lab.api("POST", path, { name: "pros", project: Number(lab.project), rules });
    await lab.driver.import(lab.stack(segment(planIs("pro"))), "flagform_segment.s", "pros");
    const stated = lab.attributes("segment.s")["rules"];
    expect(stated).toMatchObject([{ match: "any", conditions: [pro], rules: [{ match: "all", conditions: [pro] }] }]);
    const renamed = { segment: { s: { name: "those who pay", rules: stated as object } } } as Bodies;
    await lab.apply(renamed);
    expect(await lab.api("GET", `${path}${String(id)}/`)).toMatchObject({ name: "those who pay", rules: [{ type: "ANY" }] });
  });

  test.each([
    ["no rules", segment([]), "takes no segment without rules"],
    ["an empty trait", segment([{ match: "all", conditions: [{ ...pro, trait: "" }] }]), "trait of `equal_to` is empty"],
    ["white space in a value", segment([{ match: "all", conditions: [{ ...pro, value: "pro\n" }] }]), "chomp(…)"],
    ["white space in a trait", segment([{ match: "all", conditions: [{ ...pro, trait: " plan" }] }]), "trimspace(…)"],
    ["a control character", segment([{ match: "all", conditions: [{ ...pro, value: "\u001cpro" }] }]), "white space"],
    ["a NUL", segment([{ match: "all", conditions: [{ ...pro, value: "a\u0000b" }] }]), "NUL"],
    ["a long value", segment([{ match: "all", conditions: [{ ...pro, value: "x".repeat(1001) }] }]), "up to 1,000"],
    ["too many conditions", segment([{ match: "any", conditions: Array.from({ length: 101 }, () => pro) }]), "up to 100"],
  ])("%s: refused, with what to do", async (_name, stack, words) => {
    const [refused] = await refusal(lab.plan(stack));
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
    const refused = await refusal(lab.plan(stack));
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
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start({ server: "2.200" });
  });
  afterEach(() => lab.stop());

  test("rules inside a rule warn where they mean something else there", async () => {
    await lab.apply(segment(planIs("pro")));
    expect(JSON.stringify((await lab.plan(inner("any"))).diagnostics)).toMatch(WARNED);
    expect(JSON.stringify((await lab.plan(inner("none"))).diagnostics)).toMatch(WARNED);
    expect(JSON.stringify((await lab.plan(inner("all"))).diagnostics)).not.toMatch(WARNED);
  });

  test("a list whose values hold no comma is one between commas, which every server knows", async () => {
    const list = (values: readonly string[]): Bodies =>
      segment([{ match: "all", conditions: [{ operator: "one_of", trait: "plan", values }] }]);
    await lab.apply(list(["very pro", 'so "called"', "team]"]));
    expect((await lab.plan(list(["very pro", 'so "called"', "team]"]))).empty).toBe(true);
    const [refused] = await refusal(lab.plan(list(["pro,team"])));
    expect(refused?.detail).toContain("it would never match");
  });
});

test("a newer server has no such warning, and takes any list", async () => {
  const lab = await Lab.start({ server: "2.240" });
  await lab.apply(inner("any"));
  expect(JSON.stringify((await lab.plan(inner("none"))).diagnostics)).not.toMatch(WARNED);
  await lab.apply(
    segment([{ match: "all", conditions: [{ operator: "one_of", trait: "plan", values: ["pro,team", " x"] }] }]),
  );
  await lab.stop();
});
