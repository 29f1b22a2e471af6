import { randomUUID } from "node:crypto";
import type { Field } from "../../drf/field";
import { boolean, FieldError, float, integer, optional, text } from "../../drf/field";
import type { Json } from "../../drf/json";
import { many, nested } from "../../drf/serializer";
import type { EdgeIdentity, EdgeOverride, Environment, Feature } from "../../store/records";
import type { Store } from "../../store/store";
import { emptyValue, setRawValue } from "../../store/stored-value";
import { ApiError, CrashError, notFound } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import { permittedEnvironment } from "../common";

/** The environment, if its project keeps identities at the edge. */
export function edgeEnvironmentOf(request: Request): Environment {
  const environment = permittedEnvironment(request);
  if (!request.store.tables.projects.get(environment.project)?.edge) {
    throw new ApiError(400, { detail: "Dynamo DB is not enabled for this project" });
  }
  return environment;
}

export function edgeIdentityOf(request: Request): EdgeIdentity {
  const environment = edgeEnvironmentOf(request);
  const identity = request.store.tables.edgeIdentities.get(request.param("identity"));
  if (identity?.environment !== environment.id) throw notFound();
  return identity;
}

export function edgeIdentitiesOf(store: Store, environment: Environment): EdgeIdentity[] {
  return store.tables.edgeIdentities.where("environment", environment.id);
}

/** A number is an id, in any project; text is a name, even "12". Either one crashes when nothing matches. */
function featureField(store: Store, environment: Environment): Field<Feature> {
  return {
    required: true,
    nullable: false,
    read: (value) => {
      const found =
        typeof value === "number"
          ? store.tables.features.get(value)
          : typeof value === "string"
            ? store.featureNamed(environment.project, value)
            : undefined;
      if (!found) throw new CrashError("Feature.DoesNotExist");
      return found;
    },
  };
}

/** The value is checked for what the database can store and kept unchanged: nothing is stripped here. */
const value: Field<Json> = {
  required: false,
  nullable: true,
  read: (sent) => {
    setRawValue(emptyValue(), sent);
    return sent;
  },
};

export const identifierField = text({ max: 2000 });

export function overrideFields(store: Store, environment: Environment) {
  const weight = nested({ multivariate_feature_option: integer(), percentage_allocation: float({ min: 0, max: 100 }) });
  return {
    feature: featureField(store, environment),
    enabled: boolean({ required: false }),
    feature_state_value: value,
    multivariate_feature_state_values: optional(many(weight)),
  };
}

interface Sent {
  readonly feature?: Feature;
  readonly enabled?: boolean;
  readonly feature_state_value?: Json;
  readonly multivariate_feature_state_values?: readonly {
    multivariate_feature_option?: number;
    percentage_allocation?: number;
  }[];
}

/** What is omitted is reset, on updates too: off, and no value. */
export function writeOverride(override: EdgeOverride, sent: Sent): void {
  override.enabled = sent.enabled ?? false;
  override.value = sent.feature_state_value ?? null;
  if (!sent.multivariate_feature_state_values) return;
  override.weights = sent.multivariate_feature_state_values.map((each) => ({
    uuid: randomUUID(),
    option: each.multivariate_feature_option ?? 0,
    percentage: each.percentage_allocation ?? 0,
  }));
  if (override.weights.reduce((sum, each) => sum + each.percentage, 0) > 100) {
    throw new FieldError("Total percentage allocation for feature must be less or equal to 100 percent");
  }
}

export function showOverride(override: EdgeOverride, identity?: EdgeIdentity): object {
  return {
    feature_state_value: override.value,
    feature: override.feature,
    multivariate_feature_state_values: override.weights.map((each) => ({
      multivariate_feature_option: each.option,
      percentage_allocation: each.percentage,
    })),
    enabled: override.enabled,
    featurestate_uuid: override.uuid,
    ...(identity && { identity_uuid: identity.uuid }),
  };
}
