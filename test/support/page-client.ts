import type { PageAnswer, PageFlag, PageFlags } from "../../src/emulator/page/view-model";
import type { PlatformName, PlatformWorkbench, Who } from "./platform-workbench";

/** What the emulator's page asks the emulator, and what the platform's own evaluation says about the same person. */

export async function pageFlags(workbench: PlatformWorkbench, find = ""): Promise<PageFlags> {
  const response = await fetch(
    `${workbench.server.url}/__emulator_page__/flags?${new URLSearchParams({ find }).toString()}`,
  );
  return (await response.json()) as PageFlags;
}

export async function pageFlag(workbench: PlatformWorkbench, key: string): Promise<PageFlag> {
  const { flags } = await pageFlags(workbench);
  const found = flags.find((each) => each.key === key);
  if (!found) throw new Error(`the page has no flag ${key}`);
  return found;
}

export async function pageAnswers(
  workbench: PlatformWorkbench,
  environment: string,
  { identity, traits = {} }: Who,
): Promise<readonly PageAnswer[]> {
  const { project } = await pageFlags(workbench);
  const place = project?.environments.find(({ name }) => name === environment);
  const question = { project: project?.id, environment: place?.id, identity, traits };
  const response = await fetch(`${workbench.server.url}/__emulator_page__/served`, {
    method: "POST",
    body: JSON.stringify(question),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return (JSON.parse(text) as { readonly answers: readonly PageAnswer[] }).answers;
}

/** What an answer of the page and one of the platform must have in common. */
export interface Fact {
  readonly value: unknown;
  readonly variant: string | null;
  readonly isOn?: boolean | null;
}

type Ask = (workbench: PlatformWorkbench, environment: string, flag: string, who: Who) => Promise<Fact>;

/** The emulated platform's own evaluation, over HTTP. */
export const EVALUATIONS: Readonly<Record<PlatformName, Ask>> = {
  async flagsmith({ server }, environment, flag, { identity, traits = {} }) {
    const response = await fetch(`${server.url}/api/v1/identities/`, {
      method: "POST",
      headers: { "x-environment-key": `${environment}-key`, "content-type": "application/json" },
      body: JSON.stringify({
        identifier: identity,
        transient: true,
        traits: Object.entries(traits).map(([key, value]) => ({ trait_key: key, trait_value: value })),
      }),
    });
    const { flags } = (await response.json()) as { readonly flags: readonly FlagsmithFlag[] };
    const found = flags.find(({ feature }) => feature.name === flag);
    if (!found) throw new Error(`no flag ${flag}`);
    return { value: found.feature_state_value, variant: found.variant, isOn: found.enabled };
  },
  async split(workbench, environment, flag, { identity, traits = {} }) {
    const question = { workspace: "Shop", environment, flag, key: identity, attributes: traits };
    const { treatment, config } = (await evaluate(workbench, question)) as { treatment: string; config: string | null };
    return { value: treatment === "control" ? undefined : (config ?? treatment), variant: treatment };
  },
  async vercel(workbench, environment, flag, { identity, traits = {} }) {
    const question = { project: "Shop", environment, flag, entities: { user: { id: identity, ...traits } } };
    const { variantId, value } = (await evaluate(workbench, question)) as { variantId: string | null; value?: unknown };
    return { value, variant: variantId };
  },
  async mixpanel(workbench, environment, flag, { identity, traits = {} }) {
    const context = { distinct_id: identity, custom_properties: traits };
    const question = { project: environment, flag, context, profile: traits };
    const { key, value } = (await evaluate(workbench, question)) as { key?: string; value?: unknown };
    return { value, variant: key ?? null };
  },
};

interface FlagsmithFlag {
  readonly feature: { readonly name: string };
  readonly enabled: boolean;
  readonly feature_state_value: unknown;
  readonly variant: string | null;
}

async function evaluate({ server }: PlatformWorkbench, question: object): Promise<unknown> {
  const response = await fetch(`${server.url}/__emulator__/evaluate`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.controlToken}` },
    body: JSON.stringify(question),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
