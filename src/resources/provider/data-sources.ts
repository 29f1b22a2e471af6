import { environmentDataSource } from "../environment/environment-data-source";
import { environmentsDataSource } from "../environment/environments-data-source";
import { featureFlagDataSource } from "../feature-flag/feature-flag-data-source";
import { evaluationDataSource } from "../identity/evaluation-data-source";
import { identitiesDataSource } from "../identity/identities-data-source";
import { organisationDataSource } from "../project/organisation-data-source";
import { projectDataSource } from "../project/project-data-source";
import { segmentDataSource } from "../segment/segment-data-source";

export const DATA_SOURCES = [
  environmentDataSource,
  environmentsDataSource,
  evaluationDataSource,
  featureFlagDataSource,
  identitiesDataSource,
  organisationDataSource,
  projectDataSource,
  segmentDataSource,
];
