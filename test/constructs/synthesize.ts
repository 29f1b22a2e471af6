import type { App } from "cdktf";
import { TerraformStack, Testing } from "cdktf";
import { FlagsmithProvider, MixpanelProject, MixpanelProvider, SplitProvider, VercelProvider } from "../../src";

/** A stack's JSON, as far as tests look into it. */
export interface SynthesizedStack {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data: Record<string, Record<string, Record<string, unknown>>>;
  readonly provider: Record<string, Record<string, unknown>[]>;
  readonly terraform: { readonly required_providers: Record<string, { source: string; version: string }> };
  readonly output?: unknown;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}

/** An app of its own for each test, with a stack that has a provider. */
export function newStack(id = "flags", app: App = Testing.app()): TerraformStack {
  const stack = new TerraformStack(app, id);
  new FlagsmithProvider(stack, "flagsmith");
  return stack;
}

export const PLATFORMS = ["flagsmith", "split", "vercel", "mixpanel"] as const;
export type PlatformName = (typeof PLATFORMS)[number];

/** A stack for one of the platforms. */
export function stackOn(platform: PlatformName, id = "flags"): TerraformStack {
  const stack = new TerraformStack(Testing.app(), id);
  switch (platform) {
    case "flagsmith":
      new FlagsmithProvider(stack, platform);
      break;
    case "split":
      new SplitProvider(stack, platform);
      break;
    case "vercel":
      new VercelProvider(stack, platform);
      break;
    case "mixpanel":
      new MixpanelProvider(stack, platform, { environments: { production: MixpanelProject.of("1") } });
  }
  return stack;
}

/** What `cdktf synth` would write, validations included unless told otherwise. */
export function synthesize(stack: TerraformStack, validate = true): SynthesizedStack {
  const parsed = JSON.parse(Testing.synth(stack, validate)) as Partial<SynthesizedStack>;
  return { resource: {}, data: {}, provider: {}, terraform: { required_providers: {} }, ...parsed };
}

/** The addresses of a stack's resources, sorted. */
export function addresses(stack: TerraformStack): string[] {
  return Object.entries(synthesize(stack).resource)
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .sort();
}

/** The attributes of the one resource of a type. */
export function onlyResource(stack: TerraformStack, type: string): Record<string, unknown> {
  const named = Object.values(synthesize(stack).resource[type] ?? {});
  if (named.length !== 1 || named[0] === undefined) throw new Error(`${named.length} resources of type ${type}`);
  return named[0];
}

/** What a definition says of overrides where it has none. */
export const NO_OVERRIDES = { overrides: "listed", segment_overrides: {}, identity_overrides: {} };
