import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import { expectNothingDone } from "./refused";

let workbench: FlagsmithWorkbench;
beforeAll(async () => {
  workbench = await FlagsmithWorkbench.open();
});
afterAll(() => workbench.stop());

const at = () => on(workbench.production, "production");

describe("a value of a type that the flag in this configuration does not have", () => {
  const typed = (type: string | null, branch: object) => ({
    feature_flag: { f: { key: "new", ...(type !== null && { type }) } },
    environment_definition: { x: { ...at(), flag: "${flagform_feature_flag.f.key}", serve: { value: branch } } },
  });

  test.each([
    ["integer", { string: "5" }, "string"],
    ["boolean", { integer: 1 }, "integer"],
    ["json", { string: "{}" }, "string"],
    ["string", { boolean: true }, "boolean"],
    [null, { string: "true" }, "string"],
  ])("%s, given %o", async (type, branch, given) => {
    const summary = new RegExp(`has type ${type ?? "boolean"}, but the value has type ${given}`);
    const refused = { summary, detail: new RegExp(`Write it as \`${type ?? "boolean"}\``), path: ["serve", "value", given] };
    await expectNothingDone(workbench, () => workbench.plan(typed(type, branch)), refused);
  });

  test("an override that does not say what it serves", async () => {
    const stack = {
      feature_flag: { f: { key: "new", type: "json" } },
      segment_override: { x: { ...at(), segment: "beta", flag: "${flagform_feature_flag.f.key}" } },
    };
    await expectNothingDone(workbench, () => workbench.plan(stack), {
      summary: /has no `serve`/,
      detail: /json = …/,
      path: ["serve"],
    });
  });

  test("an integer fits a flag of numbers", async () => {
    expect((await workbench.plan(typed("number", { integer: 5 }))).actions()).not.toEqual({});
  });
});
