import type { Serve } from "../../platforms/model/audience";
import type { Fact } from "../../serving/fact";
import type { World, WorldDefinition, WorldFlag, WorldOverride } from "../../serving/world/world";
import { isWithin, splitLogic } from "./fractional";
import { firstOf, type Logic, NotExportable, TARGETING_KEY } from "./json-logic";
import type { Segments } from "./segments";
import type { Variants } from "./variants";

type Audience = Pick<WorldOverride, "enabled" | "serve">;
type Choice = readonly [when: Logic, then: Logic];

/** What decides who is served which variant; null stands for the application's own fallback. */
export class Targeting {
  private readonly isBoolean: boolean;

  constructor(
    private readonly world: World,
    private readonly definition: WorldDefinition,
    flag: WorldFlag,
    private readonly variants: Variants,
    private readonly segments: Segments,
  ) {
    this.isBoolean = must(flag.type) === "boolean";
  }

  logic(): Logic {
    const { platform } = this.world;
    const { definition } = this;
    // Mixpanel then serves nothing, to boolean flags too.
    if (orElse(definition.killed, false)) return platform === "mixpanel" ? null : this.off();
    if (orElse(definition.reuse, null) !== null) throw new NotExportable("it reuses another environment");
    const overrides = inOrder(definition.segmentOverrides.entries);
    const identities = definition.identityOverrides.entries.map((each): Choice => [
      this.isNamed(each.subject),
      this.serve(each),
    ]);
    const ofSegments = (each: WorldOverride): Choice => [this.segments.isMember(each.subject), this.serve(each)];
    const rules = orElse(definition.rules, []).map((rule): Choice => {
      return [this.segments.rules(rule.when, { kind: "rule", seed: `rule ${rule.key}` }), this.serve(rule)];
    });
    if (platform !== "split") return firstOf([...identities, ...overrides.map(ofSegments), ...rules], this.byDefault());
    // Segments with one treatment come before the traffic allocation, those with a split after it.
    const first = overrides.filter((each) => !isSplit(each)).map(ofSegments);
    const rest = firstOf([...overrides.filter(isSplit).map(ofSegments), ...rules], this.serve(definition));
    return firstOf([...identities, ...first], this.within(orElse(definition.allocation, 100), rest, this.off()));
  }

  private byDefault(): Logic {
    const { definition, world } = this;
    if (world.platform !== "mixpanel") return this.serve(definition);
    if (!must(definition.enabled)) return null;
    return this.within(orElse(definition.allocation, 100), this.serve(definition), null);
  }

  private within(percent: number, inside: Logic, outside: Logic): Logic {
    if (percent >= 100) return inside;
    return firstOf([[isWithin(percent, `allocation of ${this.definition.flag}`, null), inside]], outside);
  }

  private serve(audience: Audience): Logic {
    const { serve } = audience;
    if (!this.isOn(audience)) return this.off();
    const what = this.isBoolean ? orElse<Serve | null>(serve, null) : must(serve);
    if (what === null) {
      if (this.isBoolean) return "on";
      throw new NotExportable("what it serves is not managed here");
    }
    switch (what.kind) {
      case "value":
        return this.variants.keyOf(what.value);
      case "variant":
        return this.variant(what.variant);
      case "split": {
        for (const key of Object.keys(what.weights)) this.variant(key);
        return splitLogic(what, this.definition.flag);
      }
      case "rollout":
        throw new NotExportable("flagd has no rollouts by time");
    }
  }

  private isOn({ enabled, serve }: Audience): boolean {
    if (enabled.known) return enabled.value;
    if (enabled.why === "unmanaged" && serve.known && serve.value !== null) return true;
    return must(enabled);
  }

  /** Off serves a variant of its own, or nothing. */
  private off(): Logic {
    if (this.isBoolean) return "off";
    const { whenOff } = this.definition;
    return this.world.platform === "split" || this.world.platform === "vercel" ? this.variant(must(whenOff)) : null;
  }

  private variant(key: string): string {
    if (this.variants.has(key)) return key;
    throw new NotExportable(`the variant ${JSON.stringify(key)} is not among these resources`);
  }

  private isNamed(identity: string): Logic {
    const [, entity, value = ""] = OTHER_ENTITY.exec(identity) ?? [];
    if (this.world.platform === "vercel" && entity !== undefined) return { "===": [{ var: entity }, value] };
    return { "===": [TARGETING_KEY, identity] };
  }
}

const OTHER_ENTITY = /^([A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+)=(.*)$/s;

function isSplit({ serve, enabled }: WorldOverride): boolean {
  const isOff = enabled.known && !enabled.value;
  return !isOff && serve.known && serve.value?.kind === "split";
}

function inOrder(overrides: readonly WorldOverride[]): readonly WorldOverride[] {
  if (overrides.length < 2) return overrides;
  const ranked = overrides.map((each) => ({ each, priority: must(each.priority) }));
  const priorities = ranked.map(({ priority }) => priority);
  if (priorities.includes(null) || new Set(priorities).size < priorities.length)
    throw new NotExportable("nothing here says which of its segment overrides goes first");
  return ranked.sort((one, other) => (one.priority ?? 0) - (other.priority ?? 0)).map(({ each }) => each);
}

/** What has to be known to be exported. */
export function must<T>(fact: Fact<T>): T {
  if (fact.known) return fact.value;
  throw new NotExportable(fact.because);
}

/** What is not managed is taken to be as it was made. */
function orElse<T>(fact: Fact<T>, usual: T): T {
  return fact.known || fact.why !== "unmanaged" ? must(fact) : usual;
}
