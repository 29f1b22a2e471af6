import { SeedError } from "../../../src/emulator/wire/seed";
import { gate, openDesk, start, stopAll } from "./client";

afterEach(stopAll);

describe("a seed", () => {
  test("plants projects with data views, cohorts and flags, and tells where they are", async () => {
    const emulator = await start({ seed: { projects: [] } });
    const planted = emulator.seed({
      projects: [
        {
          name: "Shop",
          id: 3000001,
          token: "project-token",
          workspaces: [{ name: "All", id: 4000001, is_global: true }, { name: "EU" }],
          cohorts: [{ name: "Staff", id: 5000001, members: ["ada"] }],
          flags: [gate({ key: "beta", status: "archived", workspace: "EU", hash_salt: null })],
        },
      ],
    });
    expect(planted.projects).toMatchObject([
      {
        id: 3000001,
        token: "project-token",
        workspaces: [
          { id: 4000001, name: "All" },
          { id: expect.any(Number) as number, name: "EU" },
        ],
        cohorts: [{ id: 5000001, name: "Staff" }],
        flags: [{ id: expect.any(String) as string, key: "beta" }],
      },
    ]);
  });

  test("adds to a project that is there: members to a cohort that the API made, profiles, flags", async () => {
    const desk = await openDesk();
    const { id } = (await desk.call("POST", desk.cohorts, { name: "Staff" })).results();
    const cohorts = [{ name: "Staff", members: ["ada", "bob"] }];
    const planted = desk.emulator.seed({ projects: [{ name: "Acme", cohorts, flags: [gate()] }] });
    expect(planted.projects[0]).toMatchObject({ id: desk.project, cohorts: [{ id, name: "Staff" }] });
    expect((await desk.call("GET", `${desk.cohorts}/${String(id)}`)).results()).toMatchObject({ count: 2 });
    expect((await desk.call("GET", desk.flags)).results()).toHaveLength(1);
  });

  test.each([
    ["is none", { project: [] }],
    ["names a project twice", { projects: [{ name: "A" }, { name: "A" }] }],
    ["names a data view twice", { projects: [{ name: "A", workspaces: [{ name: "W" }, { name: "W" }] }] }],
    ["names a flag twice", { projects: [{ name: "A", flags: [gate(), gate()] }] }],
    ["puts a flag nowhere", { projects: [{ name: "A", flags: [gate({ workspace: "W" })] }] }],
    ["has a flag that no POST would make", { projects: [{ name: "A", flags: [gate({ name: "" })] }] }],
  ])("is refused when it %s", async (_, document) => {
    await expect(start({ seed: document })).rejects.toThrow(SeedError);
  });
});

describe("options", () => {
  test("that make no sense are refused", async () => {
    await expect(start({ budget: 0 })).rejects.toThrow();
    await expect(start({ username: "with:colon" })).rejects.toThrow();
  });
});
