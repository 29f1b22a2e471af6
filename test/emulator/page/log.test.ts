import { startMixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import type { PageVisit } from "../../../src/emulator/page/view-model";
import { startSplitEmulator } from "../../../src/emulator/split/emulator";
import { EventReader } from "../../support/event-reader";
import { type EmulatorClient, openClient, send, stopAll } from "../flagsmith/client";

/** The log of requests as the page follows it. */

let client: EmulatorClient;
const readers: EventReader[] = [];
beforeEach(async () => {
  client = await openClient();
});
afterEach(async () => {
  for (const each of readers.splice(0)) each.close();
  await stopAll();
});

async function follow(lastId?: string, url = client.emulator.url): Promise<EventReader> {
  const reader = await EventReader.open(`${url}/__emulator_page__/log`, lastId);
  readers.push(reader);
  return reader;
}

async function nextVisits(reader: EventReader): Promise<{ visits: readonly PageVisit[]; id: string | undefined }> {
  const { event, id, data } = await reader.next();
  expect(event).toBe("visits");
  return { visits: JSON.parse(data) as readonly PageVisit[], id };
}

test("tells what was, then what comes, each as method, path, status, time and what it is about", async () => {
  const feature = await client.feature("banner");
  const reader = await follow();
  expect((await reader.next()).event).toBe("reset");
  const { visits } = await nextVisits(reader);
  expect(visits).toMatchObject([
    {
      method: "POST",
      path: `/api/v1/projects/${client.project}/features/`,
      status: 201,
      resource: "features banner, project Shop",
    },
  ]);
  await client.flag(feature);
  const { visits: next } = await nextVisits(reader);
  expect(next).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      method: "GET",
      path: `/api/__future__/environments/[redacted]/features/${feature}/`,
      status: 200,
      milliseconds: expect.any(Number) as number,
      resource: "feature banner, environment production",
    },
  ]);
});

test("a deleted object still has its name", async () => {
  const feature = await client.feature("banner");
  await client.call("DELETE", `/api/v1/projects/${client.project}/features/${feature}/`);
  await client.call("GET", `/api/v1/projects/${client.project}/features/${feature}/`);
  const reader = await follow();
  await reader.next();
  const { visits } = await nextVisits(reader);
  expect(visits.map((each) => each.resource)).toEqual([
    "features banner, project Shop",
    "feature banner, project Shop",
    `feature ${feature}, project Shop`,
  ]);
});

test("faults show, and a dropped connection has no status", async () => {
  client.emulator.fault({ kind: "status", status: 503 });
  client.emulator.fault({ kind: "drop", nth: 2 });
  await client.call("GET", "/api/v1/projects/");
  await expect(client.call("GET", "/api/v1/projects/")).rejects.toThrow();
  const reader = await follow();
  await reader.next();
  const { visits } = await nextVisits(reader);
  expect(visits).toMatchObject([
    { status: 503, fault: "status" },
    { status: 0, fault: "drop" },
  ]);
});

test("a delay counts as the time it took", async () => {
  client.emulator.fault({ kind: "delay", milliseconds: 30 });
  await client.call("GET", "/api/v1/projects/");
  const reader = await follow();
  await reader.next();
  const { visits } = await nextVisits(reader);
  expect(visits[0]?.milliseconds).toBeGreaterThan(0);
});

test("who comes back is told what it missed; after a restart everything, from the start", async () => {
  await client.call("GET", "/api/v1/projects/");
  const first = await follow();
  await first.next();
  const { id } = await nextVisits(first);
  first.close();
  await client.call("GET", "/version/");
  const again = await follow(id);
  expect((await nextVisits(again)).visits.map((each) => each.path)).toEqual(["/version/"]);
  const stranger = await follow("another-emulator/2");
  expect((await stranger.next()).event).toBe("reset");
  expect((await nextVisits(stranger)).visits).toHaveLength(2);
});

test("is cleared with the requests", async () => {
  await client.call("GET", "/version/");
  const reader = await follow();
  await reader.next();
  await reader.next();
  const authorization = `Bearer ${client.emulator.controlToken}`;
  await send(client.emulator, "DELETE", "/__emulator__/requests", undefined, { authorization });
  expect((await reader.next()).event).toBe("reset");
  await client.call("GET", "/version/");
  expect((await nextVisits(reader)).visits).toHaveLength(1);
});

test("keeps the last five hundred", async () => {
  for (let at = 0; at < 510; at += 1) await client.call("GET", `/version/?at=${at}`);
  const reader = await follow();
  await reader.next();
  const { visits } = await nextVisits(reader);
  expect([visits.length, visits[0]?.path, visits.at(-1)?.path]).toEqual([500, "/version/?at=10", "/version/?at=509"]);
});

test("never shows a credential, wherever it was sent", async () => {
  const { key, limitedKey, controlToken } = client.emulator;
  const made = await client.call("POST", `/api/v1/environments/${client.environment.key}/api-keys/`, { name: "backend" });
  const { key: serverKey } = made.body as { readonly key: string };
  const secrets = [key, limitedKey, controlToken, serverKey, client.environment.key];
  for (const secret of secrets) {
    await client.call("GET", `/api/v1/projects/?q=${encodeURIComponent(secret)}`, undefined, { authorization: secret });
    await client.call("GET", `/api/v1/projects/?q=before-${secret}-after`);
    await client.call("GET", `/nowhere/${secret}/there`);
    await client.call("POST", `/api/v1/projects/${client.project}/features/`, { name: secret });
  }
  await client.call("GET", "/api/v1/projects/?api_key=of-another-account&token=too&page=2");
  const reader = await follow();
  await reader.next();
  const { visits } = await nextVisits(reader);
  const text = JSON.stringify(visits);
  for (const secret of [...secrets, "of-another-account", "too"]) expect(text).not.toContain(secret);
  expect(visits.at(-1)?.path).toBe("/api/v1/projects/?api_key=[redacted]&token=[redacted]&page=2");
});

test("knows the credentials of the other platforms: keys in Split's paths, a project's token in Mixpanel's queries", async () => {
  const split = await startSplitEmulator({ key: "the-admin-key", limitedKey: "the-limited-key" });
  const mixpanel = await startMixpanelEmulator();
  try {
    await fetch(`${split.url}/internal/api/v2/apiKeys/the-limited-key`, {
      headers: { authorization: "Bearer the-admin-key" },
    });
    await fetch(`${split.url}/uploads/presigned-secret?x=1`, { method: "PUT", body: "a" });
    const [project] = mixpanel.planted.projects;
    await fetch(`${mixpanel.url}/flags?project_id=${project?.id}&context={}&t=${project?.token}`);
    const [ofSplit, ofMixpanel] = [await follow(undefined, split.url), await follow(undefined, mixpanel.url)];
    await Promise.all([ofSplit.next(), ofMixpanel.next()]);
    expect((await nextVisits(ofSplit)).visits).toMatchObject([
      { path: "/internal/api/v2/apiKeys/[redacted]", resource: "key limited" },
      { path: "/uploads/[redacted]" },
    ]);
    expect((await nextVisits(ofMixpanel)).visits).toMatchObject([
      { path: `/flags?project_id=${project?.id}&context={}&t=[redacted]`, resource: "flags" },
    ]);
  } finally {
    await Promise.all([split.stop(), mixpanel.stop()]);
  }
});
