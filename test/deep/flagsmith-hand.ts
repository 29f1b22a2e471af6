import fc from "fast-check";
import type { Lab } from "../resources/lab";

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

export async function doByHand(lab: Lab, run: string, what: Hand): Promise<void> {
  const flag = await find(lab, "features", `a-${run}`);
  const segment = await find(lab, "segments", `pros-${run}`);
  const name = `a-${run}`;
  if (what === "describe the flag" && flag !== undefined)
    await lab.api("PATCH", `${projectOf(lab)}features/${flag}/`, { description: "by hand" });
  if (what === "delete the flag" && flag !== undefined) await lab.api("DELETE", `${projectOf(lab)}features/${flag}/`);
  if (what === "change the segment" && segment !== undefined)
    await lab.api("PATCH", `${projectOf(lab)}segments/${segment}/`, { description: "by hand" });
  if (what === "delete the environment") await deleteEnvironment(lab, `canary-${run}`);
  if (what === "set a trait") await setTrait(lab, `kiosk-${run}`);
  if (what === "remove an identity") await removeIdentity(lab, `ann-${run}`);
  if (flag === undefined || what === "delete the flag") return;
  const { overrides } = await lab.served(lab.production, name);
  const isThere = overrides.some(([each]) => each === lab.beta);
  if (what === "switch the default") await lab.defaultByHand(lab.production, name, true, "by hand");
  if (what === "change beta") await lab.overrideByHand(lab.production, name, lab.beta, { enabled: false });
  if (what === "remove beta" && isThere) await lab.destroyOverrideByHand("production", name, lab.beta);
  if (what === "add vip") await lab.overrideByHand(lab.production, name, lab.vip);
  if (what === "move beta")
    await lab.overrideByHand(lab.production, name, lab.beta, { segment: { id: Number(lab.beta), priority: 4 } });
}

async function find(lab: Lab, kind: "features" | "segments", name: string): Promise<string | undefined> {
  const { results } = (await lab.api("GET", `${projectOf(lab)}${kind}/?page_size=999`)) as unknown as Listed;
  const found = results.find((each) => each.name === name);
  return found && String(found.id);
}

async function deleteEnvironment(lab: Lab, name: string): Promise<void> {
  const { results } = (await lab.api("GET", `/api/v1/environments/?project=${lab.project}`)) as unknown as Listed;
  const found = results.find((each) => each.name === name);
  if (found?.api_key !== undefined) await lab.api("DELETE", `/api/v1/environments/${found.api_key}/`);
}

async function setTrait(lab: Lab, identifier: string): Promise<void> {
  const response = await fetch(`${lab.server.url}/api/v1/traits/bulk/`, {
    method: "PUT",
    headers: { "X-Environment-Key": lab.production.key, "Content-Type": "application/json" },
    body: JSON.stringify([{ identity: { identifier }, trait_key: "plan", trait_value: "by hand" }]),
  });
  if (!response.ok) throw new Error(`the trait was refused: ${String(response.status)}`);
}

async function removeIdentity(lab: Lab, identifier: string): Promise<void> {
  const path = `/api/v1/environments/${lab.production.key}/identities/`;
  const { results } = (await lab.api("GET", `${path}?q=${encodeURIComponent(`"${identifier}"`)}`)) as unknown as Listed;
  for (const { id } of results) await lab.api("DELETE", `${path}${String(id)}/`);
}

interface Listed {
  readonly results: readonly { readonly id: number; readonly name: string; readonly api_key?: string }[];
}

function projectOf(lab: Lab): string {
  return `/api/v1/projects/${lab.project}/`;
}
