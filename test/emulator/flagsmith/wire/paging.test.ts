import { openShop, send, stopAll } from "../client";

afterEach(stopAll);

interface Page {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: { readonly name?: string; readonly label?: string }[];
}

test.each(["tags", "features", "segments"])("at one row a page, %s are read whole by following next", async (kind) => {
  const shop = await openShop({ pageSize: 1 });
  for (const name of ["a", "b", "c"]) {
    if (kind === "tags") await shop.call("POST", `/api/v1/projects/${shop.project}/tags/`, { label: name });
    else if (kind === "features") await shop.feature(name);
    else await shop.segment(name);
  }
  const found: (string | undefined)[] = [];
  let path: string | null = `/api/v1/projects/${shop.project}/${kind}/?page_size=999`;
  while (path !== null) {
    const page = (await shop.call("GET", path)).body as Page;
    expect(page.count).toBe(3);
    found.push(...page.results.map((each) => each.name ?? each.label));
    path = page.next?.replace(shop.emulator.url, "") ?? null;
  }
  expect(found).toEqual(["a", "b", "c"]);
});

test("a size that makes no sense is ignored, an empty page is the first, and page 0 does not exist", async () => {
  const shop = await openShop({ pageSize: 10 });
  await shop.feature("a");
  await shop.feature("b");
  const path = `/api/v1/projects/${shop.project}/features/`;
  for (const query of ["page_size=0", "page_size=x", "page_size=-1", "page="]) {
    expect((await shop.call("GET", `${path}?${query}`)).body).toMatchObject({ count: 2, next: null });
  }
  expect(await shop.call("GET", `${path}?page=0`)).toMatchObject({ status: 404, body: { detail: "Invalid page." } });
  expect((await shop.call("GET", `${path}?page_size=1`)).body).toMatchObject({
    next: expect.stringContaining("page=2") as string,
  });
});

test("an empty list has a first page", async () => {
  const shop = await openShop({ pageSize: 1 });
  expect((await send(shop.emulator, "GET", `/api/v1/projects/${shop.project}/tags/`)).body).toEqual({
    count: 0,
    next: null,
    previous: null,
    results: [],
  });
});
