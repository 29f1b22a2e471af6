import { EVALUATIONS, pageAnswers, pageFlag, pageFlags } from "../../support/page-client";
import { ENVIRONMENTS_SHOWN, FLAGS_SHOWN, ODD_TEXT, PEOPLE, startPageWorld } from "../../support/page-world";
import { type PlatformName, PLATFORMS, type PlatformWorkbench, SECRET } from "../../support/platform-workbench";

/** Flags made by the provider, as the page shows them on each platform. */

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeAll(async () => {
    workbench = await startPageWorld(name);
  });
  afterAll(() => workbench.stop());

  test("shows every flag in every environment", async () => {
    const { project, flags, found } = await pageFlags(workbench);
    expect(project?.environments.map((each) => each.name)).toEqual(["production", "preview", "development"]);
    expect(flags.map((each) => each.key)).toEqual(FLAGS_SHOWN);
    expect(found).toBe(FLAGS_SHOWN.length);
    for (const { definitions } of flags) expect(definitions).toHaveLength(3);
  });

  test("a switch: on and off, and the overrides in the order in which they apply", async () => {
    const { description, definitions } = await pageFlag(workbench, "dark-mode");
    expect(description).toBe(ODD_TEXT);
    const [production, preview] = definitions;
    expect([production?.state, preview?.state]).toEqual(["on", "off"]);
    expect(production?.audiences).toMatchObject([{ kind: "identity", name: "bob", isOn: false }]);
    expect(preview?.audiences).toMatchObject([
      { kind: "identity", name: "ada", isOn: true },
      { kind: "segment", name: "beta", isOn: true },
    ]);
  });

  test("a split with its shares, and what a segment gets instead", async () => {
    const { definitions } = await pageFlag(workbench, "banner");
    expect(definitions[0]).toMatchObject({
      state: "on",
      serves: [
        { text: 'blue: "sky"', share: 50 },
        { text: 'green: "leaf"', share: 30 },
        { text: 'red: "rose"', share: 20 },
      ],
      audiences: [{ kind: "segment", name: "beta", serves: [{ text: 'red: "rose"' }] }],
    });
    expect(definitions[1]).toMatchObject({ state: "on", serves: [{ text: 'blue: "sky"' }], audiences: [] });
  });

  test("a rule in words, and a flag that is killed", async () => {
    const { definitions } = await pageFlag(workbench, "checkout");
    const [production, preview] = definitions;
    expect(production?.audiences).toEqual(RULES[name]);
    expect([preview?.state, preview?.stateText]).toEqual(name === "flagsmith" ? ["on", "On"] : KILLED[name]);
  });

  test("an archived flag is marked where the platform archives", async () => {
    const { isArchived } = await pageFlag(workbench, "old");
    expect(isArchived).toBe(name === "vercel" || name === "mixpanel");
  });

  test("finds flags by their key and their description", async () => {
    expect((await pageFlags(workbench, "COLOUR of")).flags.map((each) => each.key)).toEqual(["banner"]);
    expect((await pageFlags(workbench, "check")).flags.map((each) => each.key)).toEqual(["checkout"]);
    expect((await pageFlags(workbench, "nothing like it")).flags).toEqual([]);
  });

  test.each(ENVIRONMENTS_SHOWN)("says of everybody in %s what the platform's evaluation says", async (environment) => {
    for (const who of PEOPLE) {
      const answers = await pageAnswers(workbench, environment, who);
      expect(answers.map((each) => each.flag).sort()).toEqual(FLAGS_SHOWN);
      for (const { flag, value, variant, isOn } of answers) {
        const said = await EVALUATIONS[name](workbench, environment, flag, who);
        expect({ flag, who, value, variant, ...("isOn" in said && { isOn }) }).toEqual({ flag, who, ...said });
      }
    }
  });

  test("asking stores nobody", async () => {
    const before = await pageFlags(workbench);
    const first = await pageAnswers(workbench, "production", { identity: "never seen", traits: { plan: "pro" } });
    expect(await pageAnswers(workbench, "production", { identity: "never seen", traits: { plan: "pro" } })).toEqual(first);
    expect(await pageFlags(workbench)).toEqual(before);
  });

  test.each([
    ["an override of the identity", "preview", "ada", "dark-mode", "identity override"],
    ["an override of the segment, by name", "preview", "b1", "dark-mode", "segment override"],
    ["a split", "production", "somebody", "banner", "split"],
    ["the default", "preview", "somebody", "banner", "default"],
  ] as const)("says why: %s", async (_title, environment, identity, flag, kind) => {
    const who = PEOPLE.find((each) => each.identity === identity) ?? { identity };
    const answers = await pageAnswers(workbench, environment, who);
    const reason = answers.find((each) => each.flag === flag)?.reason;
    expect(reason?.kind).toBe(kind);
    if (kind === "segment override") expect(reason?.text).toMatch(/ beta$/);
  });

  test("says why: a rule, a kill, the archive, and off", async () => {
    const reasonOf = async (environment: string, identity: string, flag: string) => {
      const answers = await pageAnswers(
        workbench,
        environment,
        PEOPLE.find((each) => each.identity === identity) ?? { identity },
      );
      return answers.find((each) => each.flag === flag)?.reason;
    };
    expect([
      (await reasonOf("production", "pia", "checkout"))?.kind,
      (await reasonOf("preview", "pia", "checkout"))?.kind,
      (await reasonOf("preview", "pia", "old"))?.kind,
    ]).toEqual(REASONS[name]);
  });

  test("shows no credential, and its own requests are no requests", async () => {
    const before = workbench.server.requests().length;
    const page = await fetch(`${workbench.server.url}/`, { headers: { accept: "text/html" } });
    const texts = [await page.text(), JSON.stringify(await pageFlags(workbench))];
    for (const text of texts)
      for (const secret of [SECRET, workbench.server.controlToken]) expect(text).not.toContain(secret);
    expect(workbench.server.requests()).toHaveLength(before);
  });
});

const rule = (name: string) => [{ kind: "rule", name, isOn: true, serves: [{ text: 'green: "leaf"' }] }];
const RULES: Readonly<Record<PlatformName, unknown>> = {
  flagsmith: [],
  split: rule("plan is one of pro"),
  vercel: rule("user.plan = pro"),
  mixpanel: rule("plan == pro"),
};
const KILLED: Readonly<Record<PlatformName, unknown>> = {
  flagsmith: undefined,
  split: ["killed", "Killed"],
  vercel: ["killed", "Paused"],
  mixpanel: ["killed", "Disabled"],
};
const REASONS: Readonly<Record<PlatformName, readonly string[]>> = {
  flagsmith: ["default", "default", "off"],
  split: ["rule", "killed", "not set up"],
  vercel: ["rule", "killed", "archived"],
  mixpanel: ["rule", "killed", "archived"],
};
