import fc from "fast-check";
import type { FlagsmithWorkbench } from "../support/flagsmith-workbench";

/** What somebody else does between two runs. */

export const HANDS = [
  "switch the default",
  "change beta",
  "remove beta",
  "add vip",
  "move beta",
  "describe the flag",
  "delete the flag",
  "change the segment",
  "delete the environment",
  "set a trait",
  "remove an identity",
] as const;
export type Hand = (typeof HANDS)[number];
export const hand = fc.constantFrom(...HANDS);
/** What a plan that was made before stands. */
export const gentleHand = fc.constantFrom<Hand>(
  "switch the default",
  "change beta",
  "add vip",
  "describe the flag",
  "change the segment",
);

export async function doByHand(workbench: FlagsmithWorkbench, run: string, what: Hand): Promise<void> {
  const flag = await find(workbench, "features", `a-${run}`);
  const segment = await find(workbench, "segments", `pros-${run}`);
  const name = `a-${run}`;
  if (what === "describe the flag" && flag !== undefined)
    await workbench.api("PATCH", `${projectOf(workbench)}features/${flag}/`, { description: "by hand" });
  if (what === "delete the flag" && flag !== undefined)
    await workbench.api("DELETE", `${projectOf(workbench)}features/${flag}/`);
  if (what === "change the segment" && segment !== undefined)
    await workbench.api("PATCH", `${projectOf(workbench)}segments/${segment}/`, { description: "by hand" });
  if (what === "delete the environment") await deleteEnvironment(workbench, `canary-${run}`);
  if (what === "set a trait") await setTrait(workbench, `kiosk-${run}`);
  if (what === "remove an identity") await removeIdentity(workbench, `ann-${run}`);
  if (flag === undefined || what === "delete the flag") return;
  const { overrides } = await workbench.served(workbench.production, name);
  const isThere = overrides.some(([each]) => each === workbench.beta);
  if (what === "switch the default") await workbench.defaultByHand(workbench.production, name, true, "by hand");
  if (what === "change beta") await workbench.overrideByHand(workbench.production, name, workbench.beta, { enabled: false });
  if (what === "remove beta" && isThere) await workbench.destroyOverrideByHand("production", name, workbench.beta);
  if (what === "add vip") await workbench.overrideByHand(workbench.production, name, workbench.vip);
  if (what === "move beta")
    await workbench.overrideByHand(workbench.production, name, workbench.beta, {
      segment: { id: Number(workbench.beta), priority: 4 },
    });
}

async function find(
  workbench: FlagsmithWorkbench,
  kind: "features" | "segments",
  name: string,
): Promise<string | undefined> {
  const { results } = (await workbench.api("GET", `${projectOf(workbench)}${kind}/?page_size=999`)) as unknown as Listed;
  const found = results.find((each) => each.name === name);
  return found && String(found.id);
}

async function deleteEnvironment(workbench: FlagsmithWorkbench, name: string): Promise<void> {
  const { results } = (await workbench.api(
    "GET",
    `/api/v1/environments/?project=${workbench.project}`,
  )) as unknown as Listed;
  const found = results.find((each) => each.name === name);
  if (found?.api_key !== undefined) await workbench.api("DELETE", `/api/v1/environments/${found.api_key}/`);
}

async function setTrait(workbench: FlagsmithWorkbench, identifier: string): Promise<void> {
  const response = await fetch(`${workbench.server.url}/api/v1/traits/bulk/`, {
    method: "PUT",
    headers: { "X-Environment-Key": workbench.production.key, "Content-Type": "application/json" },
    body: JSON.stringify([{ identity: { identifier }, trait_key: "plan", trait_value: "by hand" }]),
  });
  if (!response.ok) throw new Error(`the trait was refused: ${String(response.status)}`);
}

async function removeIdentity(workbench: FlagsmithWorkbench, identifier: string): Promise<void> {
  const path = `/api/v1/environments/${workbench.production.key}/identities/`;
  const { results } = (await workbench.api(
    "GET",
    `${path}?q=${encodeURIComponent(`"${identifier}"`)}`,
  )) as unknown as Listed;
  for (const { id } of results) await workbench.api("DELETE", `${path}${String(id)}/`);
}

interface Listed {
  readonly results: readonly { readonly id: number; readonly name: string; readonly api_key?: string }[];
}

function projectOf(workbench: FlagsmithWorkbench): string {
  return `/api/v1/projects/${workbench.project}/`;
}
