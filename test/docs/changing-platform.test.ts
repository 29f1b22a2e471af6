import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EMULATORS } from "../../src/emulator/command";
import type { Started } from "../../src/emulator/platform-command";
import { Driver } from "../../src/testing/driver";
import { compare, summaryOf, type Unit } from "../four-platforms/moving-between/compare";
import { peopleNear } from "../four-platforms/moving-between/people";
import { askingIn } from "../four-platforms/moving-between/places";
import type { PlatformName } from "../support/emulated-platforms";
import { launching } from "../support/platform-workbench";
import { ROOT, textOf } from "./blocks";
import { follow } from "./followed";
import { synthesized } from "./guide-program";
import { Reader } from "./reader";

/**
 * The guides from one platform to another, followed from emulator to emulator: their commands, with the output that they show, by the real
 * Terraform. In the end 200 people get the same.
 */

interface Guide {
  readonly page: string;
  readonly from: PlatformName;
  readonly to: PlatformName;
  readonly exit: number;
  /** What is applied to the source: the program of its own guide. */
  readonly units: readonly Omit<Unit, "source" | "target">[];
  readonly whenOff: Partial<Record<PlatformName, string>>;
  /** Environments in which everything is off. */
  readonly offIn: readonly string[];
  /** Edits of `flags.tf`, from a line on to the end of its block. */
  readonly edit?: RegExp;
}

const GUIDES: readonly Guide[] = [
  {
    page: "docs/guides/from-split-to-flagsmith.md",
    ...{ from: "split", to: "flagsmith", exit: 0, whenOff: { split: "classic" }, offIn: [] },
    units: ["production", "staging"].map((environment) => ({ environment, flag: "layout" })),
  },
  {
    page: "docs/guides/from-flagsmith-to-split.md",
    ...{ from: "flagsmith", to: "split", exit: 1, whenOff: {}, offIn: ["staging"] },
    units: ["production", "staging"].flatMap((environment) =>
      ["new-checkout", "banner"].map((flag) => ({ environment, flag })),
    ),
    edit: /^#.*\nresource "flagform_environment_definition" "banner_production" {\n[\s\S]*?^}\n/m,
  },
];

let directory: string;
let reader: Reader;
const started: Started[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "changing-"));
  reader = new Reader();
  reader.install(builtPackage(join(directory, "package")));
});
afterEach(async () => {
  for (const { emulator } of started.splice(0)) await emulator.stop();
  await reader.leave();
  rmSync(directory, { recursive: true });
});

test.each(GUIDES)("$page", async ({ page, from, to, exit, units, whenOff, offIn, edit }) => {
  const emulators = follow(page, /^npx flagform emulator/m);
  const [source, target] = [await startPrinted(emulators, from, "8765"), await startPrinted(emulators, to, "8766")];
  const resources = await applyGuide(from, source.variables);
  const exports = follow(page, /^export \w+_HOST/m)
    .replace("http://127.0.0.1:8765", source.emulator.url)
    .replace("http://127.0.0.1:8766", target.emulator.url);

  const adopt = follow(page, /^npx flagform adopt/m);
  const output = await reader.run(`${exports}${adopt.trimEnd()} || [ $? -eq ${String(exit)} ]`);
  expect(output).toBe(follow(page, /^text\n/));
  if (from === "split") expect(follow("docs/cli.md", /^text\n.*to create on/s)).toBe(output);
  const about = readFileSync(join(reader.folder, "flags", "README.md"), "utf8");
  for (const [, what, why] of output.matchAll(/^assumed (.*?): (.*)$/gm))
    expect(about).toContain(`- \`${String(what)}\`: \`${String(why)}\``);
  if (edit) {
    const file = join(reader.folder, "flags", "flags.tf");
    const written = readFileSync(file, "utf8");
    expect(written).toMatch(edit);
    writeFileSync(
      file,
      written.replace(edit, () => follow(page, /^hcl\nresource/)),
    );
  }
  const applied = await reader.run(`${exports}${follow(page, /^terraform apply/m)}`);
  expect(applied).toContain("Apply complete!");
  expect(await reader.run(`${exports}cd flags\nterraform plan`)).toContain("No changes.");

  const side = (platform: PlatformName, isOff = false) => ({ platform, type: "string", whenOff: whenOff[platform], isOff });
  const { differences, answers } = compare(
    {
      source: askingIn(from, source.emulator.url, "Shop"),
      target: askingIn(to, target.emulator.url, "Shop"),
      environments: new Map(),
    },
    units.map((each) => ({ ...each, source: side(from), target: side(to, offIn.includes(each.environment)) })),
    peopleNear(resources, 200),
  );
  expect(summaryOf(differences)).toEqual({});
  expect(Object.values(answers).reduce((sum, each) => sum + each, 0)).toBe(200 * units.length);
});

/** An emulator as the guide starts it; the test's takes a free port. */
async function startPrinted(block: string, platform: PlatformName, port: string): Promise<Started> {
  expect(block).toContain(`npx flagform emulator ${platform} --port ${port} --key secret\n`);
  const command = EMULATORS.get(platform);
  if (!command) throw new Error(`there is no emulator of ${platform}`);
  const common = { seed: command.starter, key: "secret" };
  const own = await command.start({ common, text: () => undefined, number: () => undefined, on: () => false });
  started.push(own);
  return own;
}

/** What the platform's guide makes, on its emulator. */
async function applyGuide(platform: PlatformName, variables: Started["variables"]): Promise<readonly object[]> {
  const program = join(directory, "program");
  mkdirSync(program);
  const stack = synthesized(`${textOf(`docs/guides/${platform}.md`, "ts")}\napp.synth();\n`, program);
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    await new Driver(launching({ logged: [] })).apply(stack);
  } finally {
    process.env = before;
  }
  const { resource } = stack as { readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>> };
  return Object.values(resource).flatMap((each) => Object.values(each));
}

/** The package as it was built, without a copy of it. */
function builtPackage(folder: string): string {
  mkdirSync(folder);
  for (const name of ["lib", "package.json"]) symlinkSync(join(ROOT, name), join(folder, name));
  return folder;
}
