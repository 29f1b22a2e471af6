import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { blocksOf, ROOT } from "./blocks";

/** The guide to the emulator: its seed, its fault by curl, and every kind of fault that it lists. */

const GUIDE = "docs/guides/emulator.md";

let emulator: FlagsmithEmulator;
beforeEach(async () => {
  const seed = blocksOf(GUIDE).find(({ language }) => language === "json");
  emulator = await startFlagsmithEmulator({ key: "secret", seed: JSON.parse(seed?.text ?? "") as unknown });
});
afterEach(() => emulator.stop());

test("the seed makes what it says, and the command to start with is the one of the first page", () => {
  const [project] = emulator.planted.projects;
  expect(project).toMatchObject({ name: "Shop", environments: [{ name: "staging" }, { name: "production" }] });
  expect(blocksOf(GUIDE)[0]?.text).toBe("npx flagform emulator flagsmith --port 8765 --key secret\n");
  expect(readFileSync(join(ROOT, "docs/guides/start.md"), "utf8")).toContain(blocksOf(GUIDE)[0]?.text);
});

test("the fault is set as printed: the second write fails, though it was made", async () => {
  const block = blocksOf(GUIDE).find(({ text }) => text.startsWith("curl "));
  const command = (block?.text ?? "").replace("http://127.0.0.1:8765", emulator.url);
  await promisify(execFile)("sh", ["-c", command], { env: { PATH: process.env.PATH, TOKEN: emulator.controlToken } });
  const path = `/api/v1/projects/${emulator.planted.projects[0]?.id ?? 0}/`;
  const write = (name: string) =>
    fetch(`${emulator.url}${path}`, {
      method: "PATCH",
      headers: { authorization: "Api-Key secret", "content-type": "application/json" },
      body: JSON.stringify({ name }),
    });
  expect([(await write("One")).status, (await write("Two")).status]).toEqual([200, 503]);
  const read = await fetch(`${emulator.url}${path}`, { headers: { authorization: "Api-Key secret" } });
  expect(await read.json()).toMatchObject({ name: "Two" });
});

test("every kind of fault in the table is one", () => {
  const kinds = [...readFileSync(join(ROOT, GUIDE), "utf8").matchAll(/^\| `(\w+)` \|/gm)].map(([, kind = ""]) => kind);
  expect(kinds).toHaveLength(8);
  const more: Readonly<Record<string, object>> = {
    status: { status: 503, commit: "after" },
    delay: { milliseconds: 1 },
    write: { write: { method: "PATCH", path: "/", body: {} } },
  };
  for (const kind of kinds) emulator.fault({ kind, ...more[kind] } as Parameters<typeof emulator.fault>[0]);
});
