import { openDesk, stopAll } from "../client";

afterEach(stopAll);

describe("the data views of a project (1.3)", () => {
  test("are listed with what tells the canonical one", async () => {
    const workspaces = [
      { name: "EU", id: 111, is_default: true },
      { name: "All Project Data", id: 4531560, is_global: true },
    ];
    const desk = await openDesk({ seed: { projects: [{ name: "Acme", id: 1234567, workspaces }] } });
    const answer = await desk.call("GET", "/api/app/projects/1234567/workspaces");
    expect(answer.results()).toMatchObject([
      { id: 111, name: "EU", is_global: false, is_default: true },
      { id: 4531560, name: "All Project Data", is_global: true, is_default: false },
    ]);
  });

  test("are one of everything in a project that was given none", async () => {
    const desk = await openDesk();
    const answer = await desk.call("GET", `/api/app/projects/${desk.project}/workspaces`);
    expect(answer.results()).toMatchObject([{ id: desk.workspace, is_global: true, is_default: true }]);
  });
});
