import { openClient, send, stopAll } from "../client";

afterEach(stopAll);

interface Page {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: { readonly name?: string; readonly label?: string }[];
}

test.each(["tags", "features", "segments"])("at one row a page, %s are read whole by following next", async (kind) => {
  const client = await openClient({ pageSize: 1 });
  for (const name of ["a", "b", "c"]) {
    if (kind === "tags") await client.call("POST", `/api/v1/projects/${client.project}/tags/`, { label: name });
    else if (kind === "features") await client.feature(name);
    else await client.segment(name);
  }
  const found: (string | undefined)[] = [];
  let path: string | null = `/api/v1/projects/${client.project}/${kind}/?page_size=999`;
  while (path !== null) {
    const page = (await client.call("GET", path)).body as Page;
    expect(page.count).toBe(3);
    found.push(...page.results.map((each) => each.name ?? each.label));
    path = page.next?.replace(client.emulator.url, "") ?? null;
  }
  expect(found).toEqual(["a", "b", "c"]);
});

test("a size that makes no sense is ignored, an empty page is the first, and page 0 does not exist", async () => {
  const client = await openClient({ pageSize: 10 });
  await client.feature("a");
  await client.feature("b");
  const path = `/api/v1/projects/${client.project}/features/`;
  for (const query of ["page_size=0", "page_size=x", "page_size=-1", "page="]) {
    expect((await client.call("GET", `${path}?${query}`)).body).toMatchObject({ count: 2, next: null });
  }
  expect(await client.call("GET", `${path}?page=0`)).toMatchObject({ status: 404, body: { detail: "Invalid page." } });
  expect((await client.call("GET", `${path}?page_size=1`)).body).toMatchObject({
    next: expect.stringContaining("page=2") as string,
  });
});

test("an empty list has a first page", async () => {
  const client = await openClient({ pageSize: 1 });
  expect((await send(client.emulator, "GET", `/api/v1/projects/${client.project}/tags/`)).body).toEqual({
    count: 0,
    next: null,
    previous: null,
    results: [],
  });
});
