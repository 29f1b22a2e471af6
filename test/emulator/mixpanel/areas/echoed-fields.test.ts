import { gate, openDesk, stopAll } from "../client";

afterEach(stopAll);

test("A list that live answers have may be sent back, and changes nothing", async () => {
  const desk = await openDesk();
  const { id, content_environments: linked } = await desk.created();
  expect(linked).toEqual([]);
  const put = await desk.call("PUT", `${desk.flags}/${String(id)}`, gate({ description: "new", content_environments: [] }));
  expect(put).toMatchObject({ status: 200, body: { results: { description: "new", content_environments: [] } } });
});

test("A server that answers what is published, and no more, takes no more either", async () => {
  const desk = await openDesk({ answers: "published" });
  const { id } = await desk.created();
  const put = await desk.call("PUT", `${desk.flags}/${String(id)}`, gate({ content_environments: [] }));
  expect(put.error()).toBe("content_environments: Extra inputs are not permitted");
});
