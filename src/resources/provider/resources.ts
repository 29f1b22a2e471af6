import { environment } from "../environment/environment";
import { environmentDefinition } from "../environment-definition/environment-definition";
import { featureFlag } from "../feature-flag/feature-flag";
import { identity } from "../identity/identity";
import { identityOverride } from "../overrides/identity-override";
import { segmentOverride } from "../overrides/segment-override";
import { project } from "../project/project";
import { serverKey } from "../project/server-key";
import { segment } from "../segment/segment";

export const RESOURCES = [
  featureFlag,
  environment,
  segment,
  environmentDefinition,
  segmentOverride,
  identityOverride,
  identity,
  serverKey,
  project,
];
