import type { Quirks } from "../../../src/emulator/vercel/emulator";
import type { Edit } from "../../../src/platforms/port/edit";
import { failure } from "../../support/adapter-workbench";
import { Workbench } from "./workbench";

/** What no source settles about the real server: the adapter stands every answer to it. */

let workbench: Workbench;
afterEach(() => workbench.stop());

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
  workbench = await Workbench.start({ quirks });
  const unit = await workbench.unit();
  const beta = await workbench.segment("beta");
  const on: Edit[] = [
    { kind: "set-default", enabled: true },
    { kind: "put-segment-override", segment: beta, enabled: false },
    { kind: "put-identity-override", identifier: "anna", enabled: false },
    { kind: "set-settings", settings: { vercel: { reuse: "preview" } } },
  ];
  await workbench.platform().definitions.write(unit, on);
  expect(await workbench.read(unit)).toMatchObject({ enabled: true, settings: { vercel: { reuse: "preview" } } });
  const off: Edit[] = [
    { kind: "remove-segment-override", segment: beta },
    { kind: "remove-identity-override", identifier: "anna" },
    { kind: "set-settings", settings: { vercel: { reuse: "" } } },
  ];
  await workbench.platform().definitions.write(unit, off);
  const state = await workbench.read(unit);
  expect(state).toMatchObject({ enabled: true, segmentOverrides: [], settings: { vercel: { reuse: "" } } });
  expect(state.identityOverrides?.size).toBe(0);
  expect(workbench.served(unit, "anna")).toMatchObject({ variantId: "on" });
  await workbench.platform().segments.delete(workbench.project, beta.id);
  await workbench.platform().flags.delete(workbench.project, unit.flag.id);
  expect(await workbench.platform().flags.get(workbench.project, unit.flag.id)).toBeUndefined();
  expect(await workbench.platform().flags.list(workbench.project)).toEqual([]);
});

test("a throttled run waits and goes on", async () => {
  workbench = await Workbench.start();
  workbench.server.fault({ kind: "throttle", method: "PUT", retryAfter: 1, times: 3 });
  const flag = await workbench.flag("banner");
  expect(await workbench.api("GET", "flags/banner")).toMatchObject({ id: flag.id });
  expect(workbench.logged).toContainEqual(expect.stringContaining("asks for fewer requests"));
});

test("what the token may not do is said, with the credential left out", async () => {
  workbench = await Workbench.start();
  const error = await failure(workbench.platform({ token: workbench.server.limitedKey }).project(null));
  expect(error.details).toMatchObject({ code: "denied" });
  expect(JSON.stringify(error.details)).not.toContain(workbench.server.limitedKey);
  const wrong = await failure(workbench.platform({ token: "wrong-token-wrong" }).project(null));
  expect(wrong.details).toMatchObject({ code: "unauthenticated", subject: "credentials" });
});

test("a project whose plan is full is told from a bad request", async () => {
  workbench = await Workbench.start({ flagLimit: 1 });
  await workbench.flag("one");
  const error = await failure(workbench.flag("two"));
  expect(error.details).toMatchObject({ code: "invalid", status: 402 });
  expect(error.details.nextStep).toContain("plan");
});
