import { VERSION } from "../../src/version";
import { flagform } from "./flagform";

test.each([["--help"], ["-h"], ["help"]])("%s names every command", async (argument) => {
  const { code, stdout } = await flagform(argument);
  expect(code).toBe(0);
  expect(stdout.split("\n")[0]).toBe(`flagform ${VERSION}: feature flags as infrastructure`);
  for (const command of ["provider --dir DIR", "emulator flagsmith", "demo"])
    expect(stdout).toContain(`flagform ${command}`);
});

test.each([["--version"], ["version"]])("%s is the package's", async (argument) => {
  expect(await flagform(argument)).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
});

test("without a command it helps, and fails", async () => {
  const { code, stdout } = await flagform();
  expect(code).toBe(2);
  expect(stdout).toContain("flagform demo");
});

test.each([["deploy"], ["constructor"], ["--provider"]])("%s is no command: told so on stderr, with help", async (name) => {
  const { code, stdout, output } = await flagform(name);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(output).toContain(`flagform: there is no command "${name}"`);
  expect(output).toContain("flagform provider --dir DIR");
});
