import { Lazy, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { providerOf } from "../internal/parent";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { UnitReference } from "../internal/unit-reference";
import type { IdentityOverrideOptions, SegmentOverrideOptions } from "../override/override-options";
import type { ISegment } from "../segment/i-segment";
import { checkContent, contentAttributes, contentFeatures, contentIssues } from "./definition-content";
import type { DefinitionOverride } from "./definition-override";
import { DefinitionOverrides } from "./definition-overrides";
import type { EnvironmentDefinitionOptions } from "./environment-definition-options";

export type { EnvironmentDefinitionOptions };

/**
 * Properties of a definition.
 */
export interface EnvironmentDefinitionProps extends EnvironmentDefinitionOptions {
  /**
   * The flag.
   */
  readonly flag: IFeatureFlag;

  /**
   * The environment.
   */
  readonly environment: IFlagEnvironment;
}

/**
 * A flag's definition in one environment: whether it is on, what it serves, and its overrides. It is one resource, which is written in one
 * request where the platform allows it. Usually created by `flag.define(environment, …)`.
 */
export class EnvironmentDefinition extends FlagResource {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_environment_definition";

  /** The flag. */
  public readonly flag: IFeatureFlag;
  /** The environment. */
  public readonly environment: IFlagEnvironment;
  private readonly props: EnvironmentDefinitionProps;
  private readonly unit: UnitReference;
  private readonly overrides: DefinitionOverrides;

  public constructor(scope: Construct, id: string, props: EnvironmentDefinitionProps) {
    super(scope, id, resourceConfig(EnvironmentDefinition.tfResourceType, props, providerOf(scope, props.flag)));
    checkContent(this, props);
    this.props = props;
    this.flag = props.flag;
    this.environment = props.environment;
    this.unit = new UnitReference(this, props);
    this.unit.settleAddress();
    this.overrides = new DefinitionOverrides(this, this.unit, props);
    declare(this, () => ({
      claims: this.overrides.claims(),
      features: [...contentFeatures(props), ...this.overrides.features()],
    }));
    this.node.addValidation({ validate: () => [...contentIssues(this, props), ...this.overrides.issues()] });
  }

  /** A fingerprint of what this construct manages, its overrides included. It changes only when the configuration changes. */
  public get revision(): string {
    return this.getStringAttribute("revision");
  }

  /**
   * Adds an override for one segment to this definition. Overrides that others made stay as they are, unless `segmentOverrides` is set: then
   * it becomes one of that exact set. For an override with a resource of its own, use `new SegmentOverride(…)`.
   *
   * @param segment The segment, which must be in the same stack as the definition.
   * @param options Whether the flag is on for the segment, and what the segment is served.
   */
  public overrideSegment(segment: ISegment, options: SegmentOverrideOptions = {}): DefinitionOverride {
    return this.overrides.addSegment(segment, options);
  }

  /**
   * Adds an override for one identity to this definition. Overrides that others made stay as they are, unless `identityOverrides` is set:
   * then it becomes one of that exact set. For an override with a resource of its own, use `new IdentityOverride(…)`.
   *
   * @param identity The identifier of the user, device or account, as the application sends it.
   * @param options Whether the flag is on for the identity, and what the identity is served.
   */
  public overrideIdentity(identity: string, options: IdentityOverrideOptions = {}): DefinitionOverride {
    return this.overrides.addIdentity(identity, options);
  }

  /**
   * Imports what is on the platform. Where the definition only lists some of the overrides, only these are imported, and the plan shows no
   * others.
   *
   * @param id The import id: `<environment>/<flag>`, or `<project>/<environment>/<flag>`.
   * @param provider The provider, if it is not that of the definition.
   */
  public override importFrom(id: string, provider?: TerraformProvider): void {
    // Overrides may still be added.
    super.importFrom(Lazy.stringValue({ produce: () => this.overrides.importId(id) }), provider);
  }

  /** @internal */
  protected override _attributes(): Attributes {
    return { ...this.unit.attributes, ...contentAttributes(this, this.props), ...this.overrides.attributes() };
  }
}
