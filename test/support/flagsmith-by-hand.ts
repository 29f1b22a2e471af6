import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";

/** What a person does in the dashboard, through the same API, and what it shows. */

async function call(
  emulator: FlagsmithEmulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${emulator.url}${path}`, {
    method,
    headers: { "content-type": "application/json", authorization: `Api-Key ${emulator.key}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

async function expectOk(answer: Promise<{ status: number; body: unknown }>): Promise<unknown> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`refused with ${String(status)}: ${JSON.stringify(body)}`);
  return body;
}

interface Listed {
  readonly results: readonly { readonly id: number; readonly name: string }[];
}

export async function projectId(emulator: FlagsmithEmulator): Promise<number> {
  const projects = (await expectOk(
    call(emulator, "GET", `/api/v1/projects/?organisation=${String(emulator.organisationId)}`),
  )) as { id: number }[];
  return projects[0]?.id ?? 0;
}

export async function flagId(emulator: FlagsmithEmulator, name: string): Promise<number | undefined> {
  const listed = (await expectOk(
    call(emulator, "GET", `/api/v1/projects/${String(await projectId(emulator))}/features/`),
  )) as Listed;
  return listed.results.find((each) => each.name === name)?.id;
}

/** The whole flag in an environment; undefined where there is no such flag. */
export async function flagOf(emulator: FlagsmithEmulator, environmentKey: string, name: string): Promise<unknown> {
  const id = await flagId(emulator, name);
  return id === undefined
    ? undefined
    : expectOk(call(emulator, "GET", `/api/__future__/environments/${environmentKey}/features/${String(id)}/`));
}

export async function switchByHand(
  emulator: FlagsmithEmulator,
  environmentKey: string,
  name: string,
  enabled: boolean,
): Promise<void> {
  const path = `/api/__future__/environments/${environmentKey}/features/${String(await flagId(emulator, name))}/`;
  await expectOk(call(emulator, "PATCH", path, { environment_default: { enabled } }));
}

/** Makes a segment of that name and an override for it, served "by hand". */
export async function segmentOverrideByHand(
  emulator: FlagsmithEmulator,
  environmentKey: string,
  name: string,
  segment: string,
): Promise<void> {
  const project = await projectId(emulator);
  const rules = [{ type: "ALL", rules: [], conditions: [{ operator: "EQUAL", property: "country", value: "NL" }] }];
  const made = (await expectOk(
    call(emulator, "POST", `/api/v1/projects/${String(project)}/segments/`, { name: segment, project, rules }),
  )) as { id: number };
  await expectOk(
    call(emulator, "POST", `/api/experiments/environments/${environmentKey}/update-flag-v1/`, {
      feature: { name },
      segment: { id: made.id },
      enabled: true,
      value: { type: "string", value: "by hand" },
    }),
  );
}

export async function deleteByHand(emulator: FlagsmithEmulator, name: string): Promise<void> {
  await expectOk(
    call(
      emulator,
      "DELETE",
      `/api/v1/projects/${String(await projectId(emulator))}/features/${String(await flagId(emulator, name))}/`,
    ),
  );
}

export async function renameSegmentByHand(emulator: FlagsmithEmulator, id: string, name: string): Promise<void> {
  await expectOk(call(emulator, "PATCH", `/api/v1/projects/${String(await projectId(emulator))}/segments/${id}/`, { name }));
}

/** The routes of all requests that change something, in their order. */
export function writesOf(emulator: FlagsmithEmulator): string[] {
  return emulator.requests().flatMap(({ method, route }) => (method === "GET" ? [] : [`${method} ${route}`]));
}
