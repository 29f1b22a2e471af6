import type { Answer, EmulatorClient } from "../client";
import { booleanFlag, openClient, serving, stopAll } from "../client";

afterEach(stopAll);

async function openWith(etag: "weak" | "strong" | "none"): Promise<EmulatorClient & { readonly tag: string | null }> {
  const client = await openClient({ quirks: { etag } });
  await client.make("flags", booleanFlag("checkout"));
  return { ...client, tag: (await client.call("GET", "flags/checkout")).headers.get("etag") };
}

const edit = { environments: { production: serving("on") } };

function stale(answer: Answer): void {
  expect(answer).toMatchObject({ status: 412, body: { error: { code: "precondition_failed" } } });
}

describe("If-Match (reference 1.5)", () => {
  test.each([
    ["weak", /^W\/"flag_\w+-1"$/],
    ["strong", /^"flag_\w+-1"$/],
  ] as const)("a %s tag comes with a GET and with nothing else (9.8)", async (etag, form) => {
    const { call, tag } = await openWith(etag);
    expect(tag).toMatch(form);
    expect((await call("PATCH", "flags/checkout", edit)).headers.get("etag")).toBeNull();
  });

  test.each(["header", "query"])("lets a PATCH pass once, told by %s", async (where) => {
    const { call, tag } = await openWith("weak");
    const patch = (): Promise<Answer> => {
      const query = where === "query" ? `?ifMatch=${encodeURIComponent(String(tag))}` : "";
      return call("PATCH", `flags/checkout${query}`, edit, where === "header" ? { "if-match": String(tag) } : {});
    };
    expect((await patch()).status).toBe(200);
    stale(await patch());
    expect((await call("GET", "flags/checkout")).body).toMatchObject({ revision: 2 });
  });

  test("is compared byte for byte: a tag without its W/ is another one", async () => {
    const { call, tag } = await openWith("weak");
    stale(await call("PATCH", "flags/checkout", edit, { "if-match": String(tag).replace("W/", "") }));
    expect((await call("PATCH", "flags/checkout", edit, { "if-match": `"other", ${String(tag)}` })).status).toBe(200);
  });

  test("guards a DELETE too", async () => {
    const { call, tag } = await openWith("strong");
    await call("PATCH", "flags/checkout", { state: "archived" });
    stale(await call("DELETE", "flags/checkout", undefined, { "if-match": String(tag) }));
    expect((await call("DELETE", "flags/checkout", undefined, { "if-match": "*" })).status).toBe(204);
  });

  test("fails where the server has no tags", async () => {
    const { call, tag } = await openWith("none");
    expect(tag).toBeNull();
    stale(await call("PATCH", "flags/checkout", edit, { "if-match": '"flag-1"' }));
  });

  test("sees what somebody else wrote in between", async () => {
    const { emulator, project, call, tag } = await openWith("weak");
    const path = `/v1/projects/${project}/feature-flags/flags/checkout`;
    emulator.fault({ kind: "write", method: "PATCH", write: { method: "PATCH", path, body: { description: "theirs" } } });
    stale(await call("PATCH", "flags/checkout", edit, { "if-match": String(tag) }));
    const { body } = await call("GET", "flags/checkout?withMetadata=true");
    expect(body).toMatchObject({ description: "theirs", updatedBy: expect.not.stringMatching(/^$/) as string });
    expect(body).toMatchObject({ metadata: { creator: { name: "Token Holder" } } });
    expect((body as { updatedBy: string; createdBy: string }).updatedBy).not.toBe((body as { createdBy: string }).createdBy);
  });
});

test("a stale read shows a tag that no longer matches", async () => {
  const { emulator, call } = await openWith("weak");
  emulator.fault({ kind: "stale", method: "GET" });
  await call("PATCH", "flags/checkout", edit);
  const late = await call("GET", "flags/checkout");
  expect(late.body).toMatchObject({ revision: 1 });
  stale(await call("PATCH", "flags/checkout", { description: "x" }, { "if-match": String(late.headers.get("etag")) }));
});

describe("a read with a tag (2, 9)", () => {
  test("answers 304 and nothing else where the caller has that version", async () => {
    const { call, tag } = await openWith("weak");
    for (const name of ["if-match", "if-none-match"]) {
      const answer = await call("GET", "flags/checkout", undefined, { [name]: String(tag) });
      expect({ name, status: answer.status, text: answer.text }).toEqual({ name, status: 304, text: "" });
    }
    await call("PATCH", "flags/checkout", edit);
    for (const name of ["if-match", "if-none-match"]) {
      expect((await call("GET", "flags/checkout", undefined, { [name]: String(tag) })).status).toBe(200);
    }
  });

  test("or treats If-Match as HTTP does", async () => {
    const { call, make } = await openClient({ quirks: { readIfMatch: "412" } });
    await make("flags", booleanFlag("checkout"));
    const tag = String((await call("GET", "flags/checkout")).headers.get("etag"));
    expect((await call("GET", "flags/checkout", undefined, { "if-match": tag })).status).toBe(200);
    stale(await call("GET", "flags/checkout", undefined, { "if-match": '"old"' }));
  });
});
