import type { Driver } from "../../../src/testing/driver";
import { type Bodies, type PlatformName, PlatformWorkbench } from "../../support/platform-workbench";

const REFERRED = {
  flag: "${flagform_feature_flag.f.key}",
  flag_id: "${flagform_feature_flag.f.id}",
  environment: "production",
};
export const NAMED = { flag: "checkout", environment: "production" };
export const ON = { enabled: true };

interface Sets {
  readonly segments?: object | null;
  readonly identities?: object | null;
}

/**
 * One flag in one environment that two write: a stack whose definition lists the segment "vip" and the identity "ann", and others, who
 * override the segment "beta" and the identity "zed".
 */
export class SharedUnit {
  private constructor(
    readonly workbench: PlatformWorkbench,
    readonly others: Driver,
  ) {}

  static async start(name: PlatformName): Promise<SharedUnit> {
    const workbench = await PlatformWorkbench.start(name);
    return new SharedUnit(workbench, workbench.newDriver());
  }

  /** The same with the definition and the others' overrides in place. */
  static async started(name: PlatformName): Promise<SharedUnit> {
    const unit = await SharedUnit.start(name);
    await unit.workbench.apply(listed(OWN));
    await unit.others.apply(unit.workbench.stack(OTHERS));
    unit.workbench.forget();
    return unit;
  }

  stop(): Promise<void> {
    return this.workbench.stop();
  }

  /** Every override that the platform has for the flag there, by name. */
  async there(): Promise<readonly string[]> {
    const driver = this.workbench.newDriver();
    const stack = this.workbench.stack({ environment_definition: { d: NAMED } });
    await driver.import(stack, "flagform_environment_definition.d", "production/checkout");
    const { segment_overrides: segments, identity_overrides: identities } =
      driver.instance("flagform_environment_definition.d")?.attributes ?? {};
    return [segments, identities].flatMap((set) => Object.keys(set ?? {})).sort();
  }

  /** What the definition's state lists. */
  stated(): readonly string[] {
    const { segment_overrides: segments, identity_overrides: identities } =
      this.workbench.attributes("environment_definition.d");
    return [segments, identities].flatMap((set) => Object.keys(set ?? {})).sort();
  }

  /** Whether the flag is on for those whom others put there. */
  async servesOthers(): Promise<boolean> {
    const all = [{ identity: "zed" }, { identity: "b1", traits: { plan: "beta" } }];
    const served = await Promise.all(all.map((who) => this.workbench.evaluate("production", "checkout", who)));
    return served.every((each) => each === true);
  }
}

export const FLAG: Bodies = { feature_flag: { f: { key: "checkout", type: "boolean" } } };

export const OWN: Sets = { segments: { vip: ON }, identities: { ann: ON } };

/** As resources of their own, in another stack. */
export const OTHERS: Bodies = {
  segment_override: { beta: { ...NAMED, segment: "beta", ...ON } },
  identity_override: { zed: { ...NAMED, identity: "zed", ...ON } },
};

export function defined({ segments, identities }: Sets, more: object = {}): Bodies {
  const sets = {
    ...(segments !== undefined && { segment_overrides: segments }),
    ...(identities !== undefined && { identity_overrides: identities }),
  };
  return { ...FLAG, environment_definition: { d: { ...REFERRED, enabled: false, ...sets, ...more } } };
}

export const listed = (sets: Sets, more: object = {}): Bodies => defined(sets, { overrides: "listed", ...more });
