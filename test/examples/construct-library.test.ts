import { join } from "node:path";
import { startProcess } from "../support/processes";

test("a construct library of one's own: its unit tests pass as they stand", async () => {
  const cwd = join(__dirname, "..", "..", "examples", "construct-library");
  const { finished } = startProcess(process.execPath, ["--test"], { cwd, env: { PATH: process.env["PATH"] } });
  const { code, output } = await finished;
  expect(output).toContain("pass 3");
  expect(code).toBe(0);
});
