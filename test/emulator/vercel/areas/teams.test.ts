import { send, start, stopAll } from "../client";

afterEach(stopAll);

it("The team is found by its id and by its slug; another is not", async () => {
  const emulator = await start({ team: "acme" });
  const { id } = emulator.team;
  for (const each of [id, "acme"]) {
    const answer = await send(emulator, "GET", `/v2/teams/${each}`);
    expect(answer).toMatchObject({ status: 200, body: { id, slug: "acme", name: "acme" } });
  }
  expect((await send(emulator, "GET", "/v2/teams/other")).status).toBe(404);
});
