import { environmentDefinitionList } from "../lists/environment-definition-list";
import { environmentList } from "../lists/environment-list";
import { featureFlagList } from "../lists/feature-flag-list";
import { identityOverrideList } from "../lists/identity-override-list";
import { segmentList } from "../lists/segment-list";
import { segmentOverrideList } from "../lists/segment-override-list";

export const LIST_RESOURCES = [
  featureFlagList,
  environmentList,
  segmentList,
  environmentDefinitionList,
  segmentOverrideList,
  identityOverrideList,
];
