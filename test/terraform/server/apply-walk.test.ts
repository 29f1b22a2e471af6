import { required, t } from "../../../src/terraform/schema";
import { UNKNOWN } from "../../../src/terraform/value";
import { demofileProvider, noteAttributes as note } from "../../fixtures/demofile-provider";
import { send, ServerUnderTest } from "../../fixtures/demofile-server";

/** Plans are asked for alike by a plan and by an apply; only what the client says it can tells which it is. */

let server: ServerUnderTest;
let told: number;
beforeEach(async () => {
  told = 0;
  const provider = demofileProvider();
  server = await ServerUnderTest.start({ ...provider, applying: () => (told += 1) });
});
afterEach(() => server.stop());

async function plan(
  terraformVersion: string,
  deferralAllowed: boolean | undefined,
  name: unknown = "alpha",
): Promise<number> {
  const clientCapabilities =
    deferralAllowed === undefined ? undefined : { deferralAllowed, writeOnlyAttributesAllowed: true };
  const asked = clientCapabilities && { clientCapabilities };
  const config = send({ directory: required(t.string, "d") }, { directory: server.directory });
  await server.client.configureProvider({ terraformVersion, config, ...asked });
  const wanted = send(note, { name, content: "hello" });
  const nothing = send(note, null);
  const request = { typeName: "demofile_note", priorState: nothing, proposedNewState: wanted, config: wanted, ...asked };
  expect((await server.client.planResourceChange(request)).diagnostics).toEqual([]);
  return told;
}

test.each([
  ["a plan of Terraform 1.11", "1.11.4", false, 0],
  ["an apply of Terraform 1.11", "1.11.4", true, 1],
  ["an apply of Terraform 1.15", "1.15.5", true, 1],
  ["what says nothing, like Terraform 1.5", "1.5.7", undefined, 0],
  ["what says so in plans too, like OpenTofu 1.11.2", "1.11.2", true, 0],
  ["a build with experiments, whose plans may say so", "1.16.0-alpha20260101", true, 0],
])("%s", async (_what, version, deferralAllowed, expected) => {
  expect(await plan(version, deferralAllowed)).toBe(expected);
});

test("what is not known yet belongs to a plan, whatever it says", async () => {
  expect(await plan("1.11.4", true, UNKNOWN)).toBe(0);
});
