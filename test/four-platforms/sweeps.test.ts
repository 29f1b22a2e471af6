import { type Bodies, type PlatformName, PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";
import { elementsVisited } from "../support/scans";
import { SEEDERS, sweepAll } from "./many-seeded";

/** A refresh of everything, by requests and by what is gone through in memory; and lists that are late. */

const FLAGS = 500;
const ENVIRONMENTS = 4;
/** Vendors' pages (split.md 1.4, flagsmith.md); Vercel and Mixpanel answer whole lists. */
const SPLIT_PAGE = 50;

/** What a refresh of so many flags costs: the project, its environments, and its lists page by page. */
const SWEEP: Readonly<Record<PlatformName, (flags: number) => number>> = {
  // The project, the environments, then the live list and the document of each environment.
  flagsmith: () => 2 + 2 * ENVIRONMENTS,
  // The workspaces, the environments, the flags, and the definitions of each environment.
  split: (flags) => 2 + Math.ceil(flags / SPLIT_PAGE) * (1 + ENVIRONMENTS),
  // The project, active flags and archived ones, each with all that they serve.
  vercel: () => 3,
  // Of each environment the data views, and the flags with all that they serve.
  mixpanel: () => 2 * ENVIRONMENTS,
};

test.each(PLATFORMS)(`a refresh of ${String(FLAGS)} flags × ${String(ENVIRONMENTS)} environments on %s`, async (name) => {
  const visited: number[] = [];
  // What is gone through is counted for fewer: the counting itself takes its time.
  for (const flags of [FLAGS / 20, FLAGS / 5, FLAGS]) {
    const { server, open } = await SEEDERS[name](flags);
    try {
      server.resetRequests();
      let found = 0;
      const sweep = async (): Promise<number> => (found = await sweepAll(open()));
      if (flags < FLAGS) visited.push(await elementsVisited(sweep));
      else await sweep();
      expect(found).toBe(flags * ENVIRONMENTS);
      expect(server.requests().filter(({ method }) => method !== "GET")).toEqual([]);
      expect(server.requests()).toHaveLength(SWEEP[name](flags));
    } finally {
      await server.stop();
    }
  }
  const [few = 0, many = 0] = visited;
  expect(few).toBeGreaterThan(FLAGS / 20);
  expect(many / few).toBeLessThan(4.4);
});

test("the issue's measure: twelve requests on Flagsmith", () => {
  expect(SWEEP.flagsmith(FLAGS)).toBeLessThanOrEqual(12);
});

test("what grows with the square shows in the count of what is gone through", async () => {
  const square = (size: number): Promise<number> =>
    elementsVisited(() => {
      const list = Array.from({ length: size }, (_, index) => index);
      for (const each of list) list.find((other) => other === each);
      return Promise.resolve();
    });
  const copies = (size: number): Promise<number> =>
    elementsVisited(() => {
      let map = new Map<number, number>();
      for (let index = 0; index < size; index++) map = new Map([...map, [index, index]]);
      return Promise.resolve();
    });
  for (const work of [square, copies]) expect((await work(400)) / (await work(100))).toBeGreaterThan(14);
});

/** Lists of which a platform's are known, or may be thought, to be late. */
const LATE: Readonly<Record<PlatformName, readonly string[]>> = {
  flagsmith: ["/api/v1/environments/{environment}/document/"],
  split: ["/internal/api/v2/splits/ws/{ws}", "/internal/api/v2/splits/ws/{ws}/environments/{environment}"],
  vercel: ["/v1/projects/{project}/feature-flags/flags"],
  mixpanel: ["/api/app/projects/{project}/workspaces/{workspace}/feature-flags"],
};

function stackOf(description: string, enabled: boolean): Bodies {
  const flag = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
  const definition = (environment: string): object => ({
    ...flag,
    environment,
    enabled,
    segment_overrides: { beta: { enabled: !enabled } },
    identity_overrides: { anna: { enabled } },
  });
  return {
    feature_flag: { f: { key: "checkout", type: "boolean", description } },
    environment_definition: { production: definition("production"), preview: definition("preview") },
  };
}

test.each(PLATFORMS)(
  "lists on %s that are as old as the last apply but one show nothing as drift, or as gone",
  async (name) => {
    const workbench = await PlatformWorkbench.start(name);
    const late = (): void => {
      workbench.server.clearFaults();
      for (const path of LATE[name]) workbench.server.fault({ kind: "stale", method: "GET", path, times: 0 });
    };
    try {
      // On Mixpanel nothing but its list tells by which id a project has a flag: one that lacks it is believed.
      if (name !== "mixpanel") late();
      await workbench.apply(stackOf("one", true));
      expect((await workbench.plan(stackOf("one", true))).drift).toEqual([]);
      expect((await workbench.plan(stackOf("one", true))).empty).toBe(true);
      late();
      await workbench.apply(stackOf("two", false));
      const plan = await workbench.plan(stackOf("two", false));
      expect(plan.drift).toEqual([]);
      expect(plan.empty).toBe(true);
      const struck = workbench.server.requests().filter(({ fault }) => fault === "stale");
      expect(struck.length).toBeGreaterThan(0);
    } finally {
      await workbench.stop();
    }
  },
);

test("on Flagsmith a flag that is switched off by hand is seen a second later, however old the documents are", async () => {
  const workbench = await PlatformWorkbench.start("flagsmith");
  try {
    await workbench.apply(stackOf("one", true));
    for (const path of LATE.flagsmith) workbench.server.fault({ kind: "stale", method: "GET", path, times: 0 });
    const id = workbench.driver.instance("flagform_feature_flag.f")?.attributes["id"];
    const path = `/api/__future__/environments/production-key/features/${String(id)}/`;
    expect(workbench.server.write("PATCH", path, { environment_default: { enabled: false } }).status).toBe(200);
    const plan = await workbench.plan(stackOf("one", true));
    expect(plan.drift.map(({ address }) => address)).toEqual(["flagform_environment_definition.production"]);
    expect(plan.actions()).toEqual({ "flagform_environment_definition.production": "update" });
    await workbench.apply(stackOf("one", true));
    expect((await workbench.plan(stackOf("one", true))).empty).toBe(true);
    expect(await workbench.evaluate("production", "checkout", { identity: "nobody" })).toBe(true);
  } finally {
    await workbench.stop();
  }
});

/** Requests of a whole life of so many flags in two environments. */
async function lifeOf(name: PlatformName, flags: number): Promise<Readonly<Record<string, number>>> {
  const workbench = await PlatformWorkbench.start(name);
  const numbers = Array.from({ length: flags }, (_, index) => String(index));
  const stack = (enabled: boolean): Bodies => ({
    feature_flag: Object.fromEntries(numbers.map((each) => [`f${each}`, { key: `flag-${each}`, type: "boolean" }])),
    environment_definition: Object.fromEntries(
      numbers.flatMap((each) =>
        ["production", "preview"].map((environment) => [
          `d${each}-${environment}`,
          {
            flag: `\${flagform_feature_flag.f${each}.key}`,
            flag_id: `\${flagform_feature_flag.f${each}.id}`,
            environment,
            enabled,
            segment_overrides: { beta: { enabled } },
          },
        ]),
      ),
    ),
  });
  try {
    const create = (await workbench.requestsOf(() => workbench.apply(stack(true)))).length;
    const refresh = (await workbench.requestsOf(() => workbench.plan(stack(true)))).length;
    const update = (await workbench.requestsOf(() => workbench.apply(stack(false)))).length;
    const destroy = (await workbench.requestsOf(() => workbench.destroy(stack(false)))).length;
    return { create, refresh, update, destroy };
  } finally {
    await workbench.stop();
  }
}

test.each(PLATFORMS)(
  "four times as many resources take at most four times the requests on %s, and no more to refresh",
  async (name) => {
    const [few, many] = [await lifeOf(name, 2), await lifeOf(name, 8)];
    const grown = Object.entries(few).filter(([operation, requests]) => (many[operation] ?? Infinity) > 4 * requests);
    expect(grown).toEqual([]);
    expect(many["refresh"]).toBe(few["refresh"]);
  },
);
