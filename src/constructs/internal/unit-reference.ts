import type { TerraformResource } from "cdktf";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import type { Attributes } from "./literals/attributes";
import { referTo } from "./parent";

export interface UnitProps {
  readonly flag: IFeatureFlag;
  readonly environment: IFlagEnvironment;
  readonly project?: string;
}

/** Which flag in which environment: what definitions and overrides begin with. */
export class UnitReference {
  public readonly attributes: Attributes;
  /** As in an address. */
  public readonly names: readonly (string | undefined)[];
  /** Tells this unit from every other of the stack. */
  public readonly key: string;

  public constructor(owner: TerraformResource, props: UnitProps) {
    const project = props.project ?? props.flag.project;
    const environment = referTo(owner, props.environment, props.environment.environmentName);
    const flag = referTo(owner, props.flag, props.flag.flagKey);
    this.attributes = {
      project,
      environment: environment.name,
      environment_id: environment.id,
      flag: flag.name,
      flag_id: flag.id,
    };
    this.names = [project, environment.name, flag.name];
    this.key = JSON.stringify([owner.provider?.alias ?? "", project ?? "", environment.name, flag.name]);
  }
}
