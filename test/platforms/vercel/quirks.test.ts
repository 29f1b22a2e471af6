import type { Quirks } from "../../../src/emulator/vercel/emulator";
import type { Edit } from "../../../src/platforms/port/edit";
import { failure, Workbench } from "./workbench";

/** What no source settles about the real server: the adapter stands every answer to it. */

let bench: Workbench;
afterEach(() => bench.stop());

const EITHER: [string, Quirks][] = [
  ["parts that are not named are dropped", { omittedParts: "dropped" }],
  ["parts that are not named are kept", { omittedParts: "kept" }],
  ["a PATCH that changes nothing is 200", { unchangedPatch: "200" }],
  ["no ETag at all", { etag: "none" }],
  ["strong ETags", { etag: "strong" }],
  ["an active flag may be deleted", { activeDelete: "allowed" }],
  ["what is deleted is 410", { deleted: "410" }],
  ["a DELETE that worked is 304", { deleteAnswer: "304" }],
  ["every environment must be named", { missingEnvironments: "refused" }],
];

test.each(EITHER)("a flag's whole life where %s", async (_name, quirks) => {
  bench = await Workbench.start({ quirks });
  const unit = await bench.unit();
  const beta = await bench.segment("beta");
  const on: Edit[] = [
    { kind: "set-default", enabled: true },
    { kind: "put-segment-override", segment: beta, enabled: false },
    { kind: "put-identity-override", identifier: "anna", enabled: false },
    { kind: "set-settings", settings: { vercel: { reuse: "preview" } } },
  ];
  await bench.platform().definitions.write(unit, on);
  expect(await bench.state(unit)).toMatchObject({ enabled: true, settings: { vercel: { reuse: "preview" } } });
  const off: Edit[] = [
    { kind: "remove-segment-override", segment: beta },
    { kind: "remove-identity-override", identifier: "anna" },
    { kind: "set-settings", settings: { vercel: { reuse: "" } } },
  ];
  await bench.platform().definitions.write(unit, off);
  const state = await bench.state(unit);
  expect(state).toMatchObject({ enabled: true, segmentOverrides: [], settings: { vercel: { reuse: "" } } });
  expect(state.identityOverrides?.size).toBe(0);
  expect(bench.served(unit, "anna")).toMatchObject({ variantId: "on" });
  await bench.platform().segments.delete(bench.project, beta.id);
  await bench.platform().flags.delete(bench.project, unit.flag.id);
  expect(await bench.platform().flags.get(bench.project, unit.flag.id)).toBeUndefined();
  expect(await bench.platform().flags.list(bench.project)).toEqual([]);
});

test("a throttled run waits and goes on", async () => {
  bench = await Workbench.start();
  bench.server.fault({ kind: "throttle", method: "PUT", retryAfter: 1, times: 3 });
  const flag = await bench.flag("banner");
  expect(await bench.api("GET", "flags/banner")).toMatchObject({ id: flag.id });
  expect(bench.logged).toContainEqual(expect.stringContaining("asks for fewer requests"));
});

test("what the token may not do is said, with the credential left out", async () => {
  bench = await Workbench.start();
  const error = await failure(bench.platform({ token: bench.server.limitedKey }).project(null));
  expect(error.details).toMatchObject({ code: "denied" });
  expect(JSON.stringify(error.details)).not.toContain(bench.server.limitedKey);
  const wrong = await failure(bench.platform({ token: "wrong-token-wrong" }).project(null));
  expect(wrong.details).toMatchObject({ code: "unauthenticated", subject: "credentials" });
});

test("a project whose plan is full is told from a bad request", async () => {
  bench = await Workbench.start({ flagLimit: 1 });
  await bench.flag("one");
  const error = await failure(bench.flag("two"));
  expect(error.details).toMatchObject({ code: "invalid", status: 402 });
  expect(error.details.nextStep).toContain("plan");
});
