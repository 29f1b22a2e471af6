import { z } from "zod";
import type { Backend } from "../../../src/emulator/wire/backend";
import { QuestionError } from "../../../src/emulator/wire/backend";
import { empty } from "../../../src/emulator/wire/server/reply";
import type { RunningEmulator } from "../../../src/emulator/wire/server/start";
import { startEmulator } from "../../../src/emulator/wire/server/start";

const silent: Backend = {
  answer: () => empty(),
  identify: () => ({ route: "/", caller: "none" }),
  write: () => empty(),
  snapshot: () => undefined,
  asOf: (_snapshot, work) => work(),
  throttled: () => empty(429),
};

const question = z.strictObject({ flag: z.string() });
const telling: Backend = {
  ...silent,
  evaluate: (given) => {
    const { flag } = question.parse(given);
    if (flag !== "banner") throw new QuestionError(`there is no flag ${flag}`);
    return { treatment: "on" };
  },
};

let emulator: RunningEmulator | undefined;
afterEach(() => emulator?.stop());

async function ask(backend: Backend, body: string, token = "secret"): Promise<{ status: number; body: unknown }> {
  emulator = await startEmulator(backend, { port: 0, controlToken: "secret", clock: () => new Date() });
  const response = await fetch(`${emulator.url}/__emulator__/evaluate`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body,
  });
  return { status: response.status, body: await response.json() };
}

test("tells other processes what somebody is served", async () => {
  expect(await ask(telling, '{"flag":"banner"}')).toEqual({ status: 200, body: { treatment: "on" } });
  expect(emulator?.requests()).toEqual([]);
});

test("opens to the control token only", async () => {
  expect((await ask(telling, '{"flag":"banner"}', "other")).status).toBe(401);
});

test.each([
  ['{"flag":"other"}', "there is no flag other"],
  ['{"flags":"banner"}', "flag"],
  ["{", "JSON"],
])("says what is wrong with the question %s", async (body, words) => {
  expect(await ask(telling, body)).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining(words) as string },
  });
});

test("has nothing to tell where the platform's own API does", async () => {
  expect((await ask(silent, "{}")).status).toBe(404);
});
