import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import { PlatformWorkbench, refusal } from "../../support/platform-workbench";

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.openWithBanner();
});
afterEach(() => workbench.stop());

const text = (string: string) => ({ value: { string } });

test("somebody with these traits is told what an application would get, and nothing of it is kept", async () => {
  const resources = {
    environment_definition: { d: { ...on(workbench.production, "production"), enabled: true, serve: text("all") } },
    segment_override: {
      o: { ...on(workbench.production, "production"), segment: "beta", segment_id: workbench.beta, serve: text("beta") },
    },
  };
  await workbench.apply(resources);
  const ask = (more: object) => ({ evaluation: { e: { environment: "production", ...more } } });
  const flagsOf = async (more: object): Promise<unknown> => {
    await workbench.apply(resources, { data: ask(more) });
    return workbench.driver.instance("data.flagform_evaluation.e")?.attributes["flags"];
  };
  const banner = (string: string) => ({
    banner: { enabled: true, value: { boolean: null, string, integer: null, number: null, json: null } },
  });
  expect(await flagsOf({})).toEqual(banner("all"));
  expect(await flagsOf({ identity: "u1", traits: { plan: { string: "beta" } } })).toEqual(banner("beta"));
  expect(await flagsOf({ identity: "u1", traits: { plan: { string: "free" } } })).toEqual(banner("all"));
  const identities = await workbench.api("GET", `/api/v1/environments/${workbench.production.key}/identities/`);
  expect(identities["results"]).toEqual([]);
});

test("an environment that is not there is named, with what is near", async () => {
  const [diagnostic] = await refusal(workbench.plan({}, { data: { evaluation: { e: { environment: "prodution" } } } }));
  expect(diagnostic).toMatchObject({ summary: /ask what is served in environment prodution/, path: ["environment"] });
  expect(diagnostic?.detail).toContain('"production"');
});

test("a platform that does not tell says so", async () => {
  const other = await PlatformWorkbench.start("vercel");
  try {
    const stack = { ...other.stack({}), data: { flagform_evaluation: { e: { environment: "production" } } } };
    const [diagnostic] = await refusal(other.driver.plan(stack));
    expect(diagnostic?.summary).toMatch(/^The admin API of Vercel does not return what a user is served/);
  } finally {
    await other.stop();
  }
});
