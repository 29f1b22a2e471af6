import type { Inventory } from "../../../src/adopt/inventory/adopted";
import { concernedBy, isConcerned } from "../../../src/adopt/translate/check/concerned";
import { differenceOf, worldFor } from "../../../src/adopt/translate/check/served-alike";
import type { Loss } from "../../../src/adopt/translate/losses";
import type { Answer } from "../../../src/serving/answer";
import { evaluate } from "../../../src/serving/evaluate";
import type { World } from "../../../src/serving/world/world";
import type { PlatformName } from "../../support/platform-workbench";
import type { Unit } from "./compare";
import { asSent, type Somebody } from "./people";

interface Side {
  readonly platform: PlatformName;
  readonly inventory: Inventory;
}

/** What `serving/` says of both sides, for what no sample of people can show. */
export class Served {
  private readonly worlds: readonly (World | undefined)[];

  constructor(
    private readonly source: Side,
    target: Side,
    private readonly environments: ReadonlyMap<string, string>,
  ) {
    this.worlds = [source, target].map(({ platform, inventory }) => worldFor(inventory, platform));
  }

  /** Whether what is lost of a flag is what somebody gets of it on the source. */
  isLostFor(losses: readonly Loss[], { environment, flag }: Unit, somebody: Somebody): boolean {
    const audiences = concernedBy(losses, environment, flag) ?? [];
    const [answer] = this.answers({ environment, flag }, somebody);
    return audiences.length > 0 && answer !== undefined && isConcerned(answer, audiences, this.source.inventory);
  }

  /** Whether a bucket decides for somebody, with the same shares on both sides. */
  isDrawn(unit: Unit, somebody: Somebody): boolean {
    const [before, after] = this.answers(unit, somebody);
    return before?.kind === "distribution" && after !== undefined && differenceOf(before, after) === undefined;
  }

  private answers(
    { environment, flag }: Pick<Unit, "environment" | "flag">,
    { identity, traits }: Somebody,
  ): readonly Answer[] {
    const places = [environment, this.environments.get(environment) ?? environment];
    return this.worlds.flatMap((world, index) => {
      const person = { identity, traits: asSent(world?.platform ?? "split", traits) };
      return world ? [evaluate(world, places[index] ?? "", flag, person)] : [];
    });
  }
}
