import { Lab, on, refusal } from "../lab";
import { PlatformLab } from "../../four-platforms/platform-lab";

let lab: Lab;
beforeEach(async () => {
  lab = await Lab.start();
  await lab.flagByHand("banner", { initial_value: "first" });
});
afterEach(() => lab.stop());

const text = (string: string) => ({ value: { string } });

test("somebody with these traits is told what an application would get, and nothing of it is kept", async () => {
  const resources = {
    environment_definition: { d: { ...on(lab.production, "production"), enabled: true, serve: text("all") } },
    segment_override: {
      o: { ...on(lab.production, "production"), segment: "beta", segment_id: lab.beta, serve: text("beta") },
    },
  };
  await lab.apply(resources);
  const ask = (more: object) => ({ evaluation: { e: { environment: "production", ...more } } });
  const flagsOf = async (more: object): Promise<unknown> => {
    await lab.apply(resources, { data: ask(more) });
    return lab.driver.instance("data.flagform_evaluation.e")?.attributes["flags"];
  };
  const banner = (string: string) => ({
    banner: { enabled: true, value: { boolean: null, string, integer: null, number: null, json: null } },
  });
  expect(await flagsOf({})).toEqual(banner("all"));
  expect(await flagsOf({ identity: "u1", traits: { plan: { string: "beta" } } })).toEqual(banner("beta"));
  expect(await flagsOf({ identity: "u1", traits: { plan: { string: "free" } } })).toEqual(banner("all"));
  const identities = await lab.api("GET", `/api/v1/environments/${lab.production.key}/identities/`);
  expect(identities["results"]).toEqual([]);
});

test("an environment that is not there is named, with what is near", async () => {
  const [diagnostic] = await refusal(lab.plan({}, { data: { evaluation: { e: { environment: "prodution" } } } }));
  expect(diagnostic).toMatchObject({ summary: /ask what is served in environment prodution/, path: ["environment"] });
  expect(diagnostic?.detail).toContain('"production"');
});

test("a platform that does not tell says so", async () => {
  const other = await PlatformLab.start("vercel");
  try {
    const stack = { ...other.stack({}), data: { flagform_evaluation: { e: { environment: "production" } } } };
    const [diagnostic] = await refusal(other.driver.plan(stack));
    expect(diagnostic?.summary).toMatch(/^Vercel does not tell/);
  } finally {
    await other.stop();
  }
});
