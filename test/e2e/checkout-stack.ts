import { type EmulatorOptions, type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";

/** The Flagsmith and the stack that most of these tests use: every type of resource once, or twice. */

export function startEmulator(options: EmulatorOptions = {}): Promise<FlagsmithEmulator> {
  const environments = [
    { name: "staging", key: "staging-key" },
    { name: "production", key: "production-key" },
  ];
  return startFlagsmithEmulator({ ...options, seed: { projects: [{ name: "Shop", environments }] } });
}

/** In an environment that a data source looked up, the flag of the stack. */
const unit = (environment: string): string => `
  environment    = data.flagform_environment.${environment}.name
  environment_id = data.flagform_environment.${environment}.id
  flag           = flagform_feature_flag.checkout.key
  flag_id        = flagform_feature_flag.checkout.id`;

export const PROVIDER = `
provider "flagform" {}

data "flagform_environment" "staging" {
  name = "staging"
}

data "flagform_environment" "production" {
  name = "production"
}
`;

export const STACK = `${PROVIDER}
resource "flagform_feature_flag" "checkout" {
  key         = "new-checkout"
  type        = "string"
  description = "The new checkout"
}

resource "flagform_segment" "beta" {
  name = "beta"
  rules = [{
    match      = "all"
    conditions = [{ operator = "one_of", trait = "country", values = ["GB", "IE"] }]
  }]
}

resource "flagform_environment_definition" "staging" {${unit("staging")}
  enabled = true
  serve   = { value = { string = "fast" } }
}

resource "flagform_environment_definition" "production" {${unit("production")}
  enabled = false
  serve   = { value = { string = "PRODUCTION" } }
}

resource "flagform_segment_override" "beta" {${unit("production")}
  segment    = flagform_segment.beta.name
  segment_id = flagform_segment.beta.id
  serve      = { value = { string = "for beta" } }
}

resource "flagform_identity_override" "user" {${unit("production")}
  identity = "user-42"
  serve    = { value = { string = "for you" } }
}
`;

/** The managed resources of the stack, with the ids they are imported by. */
export const IMPORT_IDS = {
  "flagform_feature_flag.checkout": "new-checkout",
  "flagform_segment.beta": "beta",
  "flagform_environment_definition.staging": "staging/new-checkout",
  "flagform_environment_definition.production": "Shop/production/new-checkout",
  "flagform_segment_override.beta": "production/new-checkout/beta",
  "flagform_identity_override.user": "production/new-checkout/user-42",
} as const;
