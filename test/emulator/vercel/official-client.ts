import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { VercelEmulator } from "../../../src/emulator/vercel/emulator";
import { start } from "./client";

/** The vendor's client has a function for each of the 21 operations. */
export const OPERATIONS = [
  "CreateFlag",
  "ListFlags",
  "ListFlagsV2",
  "GetFlag",
  "UpdateFlag",
  "DeleteFlag",
  "ListFlagVersions",
  "CreateFlagSegment",
  "ListFlagSegments",
  "GetFlagSegment",
  "UpdateFlagSegment",
  "DeleteFlagSegment",
  "GetFlagSettings",
  "UpdateFlagSettings",
  "CreateSDKKey",
  "GetSDKKeys",
  "DeleteSDKKey",
  "ListTeamFlags",
  "ListTeamFlagsV2",
  "ListTeamFlagSettings",
  "GetDeploymentFeatureFlags",
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Its results: an answer that does not fit its schemas is an error. */
export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: { readonly name: string; readonly statusCode?: number; readonly body?: string } };

type Run = (client: object, request: object) => Promise<Outcome>;

interface Bundle {
  readonly VercelCore: new (options: { readonly serverURL: string; readonly bearerToken: string }) => object;
  readonly operations: Readonly<Record<Operation, Run>>;
}

export interface OfficialClient {
  readonly emulator: VercelEmulator;
  call(operation: Operation, request: object): Promise<Outcome>;
}

let bundle: Promise<Bundle> | undefined;

/** The vendor's client, pointed at an emulator with one project "shop", always for its team. */
export async function openOfficial(project: object = {}): Promise<OfficialClient> {
  const { VercelCore, operations } = await (bundle ??= load());
  const emulator = await start();
  emulator.seed({ projects: [{ name: "shop", ...project }] });
  const client = new VercelCore({ serverURL: emulator.url, bearerToken: emulator.key });
  const scope = { projectIdOrName: "shop", teamId: emulator.team.id };
  return { emulator, call: (operation, request) => operations[operation](client, { ...scope, ...request }) };
}

/** The package is an ES module, which jest does not load: it is bundled into a file that it does. */
async function load(): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), "official-client-"));
  const file = join(folder, "bundle.cjs");
  const names = OPERATIONS.map((each) => `featureFlags${each}`);
  const source = [
    `export { VercelCore } from "@vercel/sdk/core.js";`,
    ...names.map((each) => `import { ${each} } from "@vercel/sdk/funcs/${each}.js";`),
    `export const operations = { ${OPERATIONS.map((each) => `${each}: featureFlags${each}`).join(", ")} };`,
  ].join("\n");
  const stdin = { contents: source, resolveDir: __dirname };
  try {
    buildSync({ stdin, bundle: true, platform: "node", format: "cjs", outfile: file, logLevel: "error" });
    return (await import(file)) as Bundle;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
