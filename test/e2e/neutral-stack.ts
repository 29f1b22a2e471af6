import type { PlatformWorkbench } from "../support/platform-workbench";

/** A flag, two definitions, a segment override and an individual one: what every platform can say, in plain HCL. */

const unit = (environment: string): string => `
  environment = "${environment}"
  flag        = flagform_feature_flag.checkout.key
  flag_id     = flagform_feature_flag.checkout.id`;

export interface NeutralStack {
  /** Whether preview has it on. */
  readonly preview?: boolean;
  /** What the segment gets in production. */
  readonly beta?: boolean;
  /** More HCL. */
  readonly more?: string;
}

/** Where the provider finds the platform: the emulator itself when absent. */
export function neutralStack(
  workbench: PlatformWorkbench,
  { preview = true, beta = true, more = "" }: NeutralStack = {},
  url?: string,
) {
  return `
provider "flagform" ${providerBlock(workbench, url)}

resource "flagform_feature_flag" "checkout" {
  key  = "checkout"
  type = "boolean"
}

resource "flagform_environment_definition" "production" {${unit("production")}
  enabled = false
}

resource "flagform_environment_definition" "preview" {${unit("preview")}
  enabled = ${String(preview)}
}

resource "flagform_segment_override" "beta" {${unit("production")}
  segment    = "beta"
  enabled    = ${String(beta)}
  depends_on = [flagform_environment_definition.production]
}

resource "flagform_identity_override" "user" {${unit("production")}
  identity   = "user-42"
  enabled    = true
  depends_on = [flagform_environment_definition.production]
}
${more}`;
}

/** The provider block of the workbench, as HCL. */
export function providerBlock(workbench: PlatformWorkbench, url = workbench.server.url): string {
  const { provider } = workbench.stack({}) as { provider: { flagform: [object] } };
  const hcl = (value: unknown): string =>
    typeof value === "object" && value !== null
      ? `{\n${Object.entries(value)
          .map(([key, each]) => `${key} = ${hcl(each)}\n`)
          .join("")}}`
      : JSON.stringify(value ?? null);
  const [block] = provider.flagform;
  const named = { platform: workbench.name, ...block };
  return hcl(named).split(JSON.stringify(workbench.server.url)).join(JSON.stringify(url));
}
