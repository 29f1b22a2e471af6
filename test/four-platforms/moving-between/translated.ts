import type { Adopted } from "../../../src/adopt/adoption";
import { takeInventory } from "../../../src/adopt/inventory/take-inventory";
import { together } from "../../../src/adopt/plan/parts";
import { type ProviderBlock, Session } from "../../../src/adopt/session";
import type { Target } from "../../../src/adopt/target";
import { concernedBy } from "../../../src/adopt/translate/check/concerned";
import { adoptFrom } from "../../support/adopting";
import { inProcessClock } from "../../support/clocks";
import { applyAndCompare, type Move } from "./apply-and-compare";
import { caveatsIn, isExcused } from "./caveats";
import type { Compared, Unit } from "./compare";
import type { Place } from "./places";
import { Served } from "./served";

/** `flagform adopt --for`, applied to the other platform, and compared. */
export interface Translated extends Compared {
  readonly adopted: Adopted;
  /** Units in which something is lost for anybody, so that they are not compared: `production/checkout`. */
  readonly lost: readonly string[];
  /** What was written, by the names of the files. */
  readonly files: Readonly<Record<string, string>>;
}

export async function translated(move: Move): Promise<Translated> {
  const { from, environments } = move;
  const choice = { environments: [...environments.keys()], flags: [], identities: true } as const;
  const source = await takeInventory(await sessionAt(from), { ...choice, overrides: "exact" }, () => undefined);
  const { adopted, files } = await adoptFrom(
    from.workbench,
    { ...choice, format: "hcl", target: targetAt(move) },
    from.parts,
  );
  const { resource = {} } = together(adopted.parts());
  const { losses } = adopted;
  const isLost = ({ environment, flag }: Unit): boolean => concernedBy(losses, environment, flag) === undefined;
  const caveats = caveatsIn(losses);
  const served = new Served(
    { platform: from.workbench.name, inventory: source },
    { platform: move.to.workbench.name, inventory: adopted.inventory },
    environments,
  );
  const compared = await applyAndCompare(move, source, resource, {
    isLost,
    isExcused: (unit, somebody) => isExcused(caveats, unit, somebody) || served.isLostFor(losses, unit, somebody),
    isDrawn: (unit, somebody) => served.isDrawn(unit, somebody),
  });
  const lost = source.definitions
    .map(({ body }) => ({ environment: String(body["environment"]), flag: String(body["flag"]) }) as Unit)
    .filter(isLost);
  return { ...compared, adopted, files, lost: lost.map(({ environment, flag }) => `${environment}/${flag}`) };
}

function targetAt({ to, environments }: Move): Target {
  return {
    title: to.workbench.name,
    provider: blockOf(to),
    credential: "THE_KEY",
    environments,
    fixed: undefined,
    open: () => sessionAt(to),
    list: () => undefined,
    close: () => Promise.resolve(),
  };
}

async function sessionAt(place: Place): Promise<Session> {
  const { signal } = new AbortController();
  const hooks = place.workbench.options.hooks ?? { clock: inProcessClock };
  return Session.open(blockOf(place), { signal, hooks, notice: () => undefined });
}

function blockOf({ workbench, parts }: Place): ProviderBlock {
  const { provider } = workbench.stack({}, parts) as { readonly provider: { readonly flagform: readonly [object] } };
  return { platform: workbench.name, ...provider.flagform[0] };
}
