import { openClient, send, start, stopAll, withTeam } from "../client";

afterEach(stopAll);

test("The team is found by its id and by its slug; another is not", async () => {
  const emulator = await start({ team: "acme" });
  const { id } = emulator.team;
  for (const each of [id, "acme"]) {
    const answer = await send(emulator, "GET", `/v2/teams/${each}`);
    expect(await send(emulator, "GET", `/teams/${each}`)).toMatchObject({ status: 200, body: answer.body });
    expect(answer).toMatchObject({ status: 200, body: { id, slug: "acme", name: "acme" } });
  }
  expect((await send(emulator, "GET", "/v2/teams/other")).status).toBe(404);
});

test("A project is found by its id and by its name, in its own scope, and tells whose it is", async () => {
  const { emulator, project } = await openClient();
  const ask = (path: string): ReturnType<typeof send> => send(emulator, "GET", path);
  for (const each of [project, "shop"]) {
    expect(await ask(withTeam(emulator, `/v9/projects/${each}`))).toMatchObject({
      status: 200,
      body: { id: project, name: "shop", accountId: emulator.team.id },
    });
  }
  expect((await ask("/v9/projects/shop")).status).toBe(404);
});

test("The token's holder is told", async () => {
  const emulator = await start();
  const answer = await send(emulator, "GET", "/v2/user");
  expect(answer.body).toMatchObject({ user: { name: "Token Holder", username: "token-holder" } });
});
