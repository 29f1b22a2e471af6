import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { App, TerraformStack, Testing } from "cdktf";
import { transformSync } from "esbuild";
import * as flagform from "../../src/index";
import { FlagsmithProvider } from "../../src/index";

/** The examples of the constructs' reference. Each is written for a `stack`, in TypeScript and in Python. */
export const API_EXAMPLES = join(__dirname, "..", "..", "docs", "api", "examples");

export function apiExampleNames(): string[] {
  return readdirSync(API_EXAMPLES)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.replace(/\.ts$/, ""));
}

/** The stack that an example makes, as JSON; next to a provider, unless it makes one. */
export function synthesizeApiExample(name: string): unknown {
  const { code } = transformSync(readFileSync(join(API_EXAMPLES, `${name}.ts`), "utf8"), { loader: "ts", format: "cjs" });
  const load = createRequire(__filename);
  const app = new App({ outdir: "unused" });
  const stack = new TerraformStack(app, "shop");
  if (!name.endsWith("-provider")) new FlagsmithProvider(stack, "flagsmith");
  new Function("require", "stack", code)((module: string) => (module === "flagform" ? flagform : load(module)), stack);
  return JSON.parse(Testing.synth(stack, true));
}
