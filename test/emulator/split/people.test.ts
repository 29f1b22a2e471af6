import { openClient, refusal, stopAll } from "./client";

afterEach(stopAll);

test("A group is made, read, renamed and deleted; its name is its own, and Administrators stays", async () => {
  const { call } = await openClient();
  const { body } = await call("POST", "/groups", { name: "ops", description: "d" });
  const { id } = body as { id: string };
  expect(body).toEqual({ id, type: "group", name: "ops", description: "d" });
  expect(await call("POST", "/groups", { name: "ops" })).toMatchObject(refusal(409, "ops"));
  expect((await call("PUT", `/groups/${id}`, { name: "sre" })).body).toMatchObject({ id, name: "sre", description: "" });
  expect((await call("GET", `/groups/${id}`)).body).toMatchObject({ name: "sre" });
  const listed = (await call("GET", "/groups")).body as { objects: { id: string; name: string }[] };
  const administrators = listed.objects.find((each) => each.name === "Administrators")?.id ?? "";
  expect(await call("DELETE", `/groups/${administrators}`)).toMatchObject(refusal(400, "Administrators"));
  expect((await call("DELETE", `/groups/${id}`)).body).toBe(true);
  expect((await call("GET", `/groups/${id}`)).status).toBe(404);
});

test("A user is invited, and the invitation can be taken back; whoever is active stays", async () => {
  const { call } = await openClient();
  const { body } = await call("POST", "/users", { email: "new@example.com" });
  const { id } = body as { id: string };
  expect(body).toMatchObject({ type: "user", name: "new", email: "new@example.com", status: "PENDING" });
  expect(await call("POST", "/users", { email: "new@example.com" })).toMatchObject(refusal(409, "invited"));
  expect((await call("PUT", `/users/${id}`, { name: "New" })).body).toMatchObject({ id, name: "New" });
  const active = (await call("GET", "/users?status=ACTIVE")).body as { data: { id: string }[] };
  expect(active.data.map((each) => each.id)).toEqual(["u-ann"]);
  expect(await call("DELETE", "/users/u-ann")).toMatchObject(refusal(400, "ann@example.com"));
  expect((await call("DELETE", `/users/${id}`)).status).toBe(200);
  expect((await call("GET", `/users/${id}`)).status).toBe(404);
});

test("Neither is there for an account that has moved to Harness", async () => {
  const client = await openClient();
  const through = { "x-api-key": client.emulator.key };
  expect((await client.call("POST", "/groups", { name: "ops" }, through)).status).toBe(405);
  expect((await client.call("GET", "/users/u-ann", undefined, through)).status).toBe(405);
});
