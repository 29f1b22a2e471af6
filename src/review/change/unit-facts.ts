import type { Unit } from "../../serving/moved/slice";
import { hidesSecrets } from "../plan/resource-values";
import { textIn, type Values } from "../plan/values";
import type { Effect } from "./effects";
import { goneNames, isChanged, newNames, type ProjectChange } from "./stack-change";

type Side = "before" | "after";

/** What the resources of a project say of its units, found once. */
export class UnitFacts {
  readonly changedSegments: ReadonlySet<string>;
  readonly #byUnit = new Map<string, Effect[]>();
  readonly #flags = new Map<string, Effect[]>();
  readonly #missing: Readonly<
    Record<Side, { readonly flags: ReadonlySet<string>; readonly environments: ReadonlySet<string> }>
  >;

  constructor(private readonly change: ProjectChange) {
    const { effects } = change;
    this.#missing = {
      before: {
        flags: newNames(effects, "flagform_feature_flag", "key"),
        environments: newNames(effects, "flagform_environment", "name"),
      },
      after: {
        flags: goneNames(effects, "flagform_feature_flag", "key"),
        environments: goneNames(effects, "flagform_environment", "name"),
      },
    };
    const segments = new Set<string>();
    for (const effect of effects)
      for (const values of [effect.before, effect.after]) {
        const [environment, flag] = [textIn(values, "environment"), textIn(values, "flag")];
        if (environment !== undefined && flag !== undefined) add(this.#byUnit, keyOf({ environment, flag }), effect);
        const key = textIn(values, "key");
        if (effect.instance.type === "flagform_feature_flag" && key !== undefined) add(this.#flags, key, effect);
        const name = textIn(values, "name");
        if (effect.instance.type === "flagform_segment" && name !== undefined && isOtherGroup(effect)) segments.add(name);
      }
    this.changedSegments = segments;
  }

  /** Why there is nothing to be served on one side; undefined where there is. */
  missing({ environment, flag }: Unit, side: Side): string | undefined {
    const { flags, environments } = this.#missing[side];
    const what = side === "before" ? "does not exist yet" : "is deleted";
    if (environments.has(environment)) return `the environment ${what}`;
    return flags.has(flag) ? `the flag ${what}` : undefined;
  }

  /** Why nothing can be evaluated. */
  get whyNoWorld(): string {
    return this.change.project.platform === undefined
      ? "the plan does not name the platform: name it with --platform"
      : "no resource of this plan manages it";
  }

  /** The resources that change it. */
  addresses(unit: Unit): readonly string[] {
    const all = [...this.effectsOn(unit), ...(this.#flags.get(unit.flag) ?? [])].filter(isChanged);
    return [...new Set(all.map(({ instance }) => instance.address))].sort();
  }

  effectsOn(unit: Unit): readonly Effect[] {
    return this.#byUnit.get(keyOf(unit)) ?? [];
  }

  flagEffects(flag: string): readonly Effect[] {
    return this.#flags.get(flag) ?? [];
  }

  hasSecrets(unit: Unit, side: Side): boolean {
    return [...this.effectsOn(unit), ...this.flagEffects(unit.flag)].some((effect) => hidesSecrets(effect[side]));
  }
}

function keyOf({ environment, flag }: Unit): string {
  return JSON.stringify([environment, flag]);
}

function add(map: Map<string, Effect[]>, key: string, effect: Effect): void {
  const there = map.get(key);
  if (!there) map.set(key, [effect]);
  else if (!there.includes(effect)) there.push(effect);
}

/** Whether other people are in the segment than before, or may be. */
function isOtherGroup({ before, after }: Effect): boolean {
  const members = (values: Values | null): string =>
    JSON.stringify([values?.["rules"], values?.["identities"], values?.["vercel"], values === null]);
  return members(before) !== members(after);
}
