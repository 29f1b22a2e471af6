import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getOwn } from "../../get-own";
import { DriverError } from "../../testing/failure";
import { applyInMemory } from "../../testing/served/apply-in-memory";
import type { StackFile } from "../../testing/served/stack/synthesized";
import { worldsIn } from "../../testing/served/worlds-in";
import { UsageError } from "../command/command";
import { messageOf, systemReason } from "../terminal/system-error";
import type { GivenFlags } from "./given-flags";

/** What `cdktf synth` writes into the folder of a stack. */
const FILE = "cdk.tf.json";

/** The flags of a synthesized stack, which is planned and applied on platforms in memory: nothing is requested from the real one. */
export async function flagsOfStack(folder: string): Promise<GivenFlags> {
  const memory = await apply(join(folder, FILE));
  const flags = memory.state.instances.filter(({ type }) => type === "flagform_feature_flag");
  const described = flags.flatMap(({ attributes }) => {
    const [key, description] = [getOwn(attributes, "key"), getOwn(attributes, "description")];
    return typeof key === "string" && typeof description === "string" ? [[key, description] as const] : [];
  });
  return { worlds: worldsIn(memory), descriptions: new Map(described) };
}

async function apply(file: string) {
  try {
    return await applyInMemory(JSON.parse(read(file)) as StackFile, {
      variables: {},
      now: () => new Date(),
    });
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new UsageError(`${file} is not JSON. Run cdktf synth`);
    if (cause instanceof DriverError) throw new Error(`the stack cannot be applied: ${messageOf(cause)}`);
    throw cause;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new UsageError(
      `cannot read ${file}: ${systemReason(cause)}. Give the folder of a synthesized stack, such as cdktf.out/stacks/checkout, or a plan`,
    );
  }
}
