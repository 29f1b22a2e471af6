import type { TerraformResource } from "cdktf";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { keyAddress } from "./address";
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
  /** Tells this unit from every other of the stack. */
  public readonly key: string;

  private readonly names: readonly (string | undefined)[];

  public constructor(
    private readonly owner: TerraformResource,
    props: UnitProps,
  ) {
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

  /** The name in the address of what belongs to this unit. Undefined where the construct's path decides. */
  public address(...more: readonly string[]): string | undefined {
    return keyAddress([...this.names, ...more], this.owner.provider);
  }

  /** Gives the owner its address. */
  public settleAddress(...more: readonly string[]): void {
    const address = this.address(...more);
    if (address !== undefined) this.owner.overrideLogicalId(address);
  }
}
