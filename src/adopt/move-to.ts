import type { Adopted, Adoption } from "./adoption";
import { bodyAt, textAt } from "./inventory/adopted";
import { ownValues } from "./inventory/own-values";
import { takeInventory } from "./inventory/take-inventory";
import { trimmed } from "./plan/trimmed";
import type { Session } from "./session";
import type { Target } from "./target";
import { environmentsOf } from "./translate/environments";
import { Losses } from "./translate/losses";
import { translate } from "./translate/translate";
import { environmentNames } from "./typescript/program-scope";
import { writePlanned } from "./write-planned";

/** Writes what a platform has as configuration for another one, after a plan of it in a project without flags. */
export async function moveTo(target: Target, session: Session, adoption: Adoption): Promise<Adopted> {
  const { overrides, progress } = adoption;
  const source = await takeInventory(session, { ...adoption, overrides: "exact" }, progress);
  const environments = environmentsOf(environmentNames(source), target.environments, target.fixed);
  const empty = await target.open([...new Set(environments.values())]);
  try {
    const [from, to] = [session.client.platform, empty.client.platform];
    progress(`translating for ${to.title}`);
    const losses = new Losses();
    const identity = identityAttribute(session);
    const own = await ownValues(session, source.definitions);
    const inventory = translate(source, { from, identity, to, environments, own, losses, now: Date.now() }, overrides);
    const place = { session: empty, platform: to.title, provider: target.provider, credential: target.credential };
    const list = (): void => {
      target.list(losses.all);
    };
    const adopted = await writePlanned(place, inventory, adoption, {
      leaveOut: (before, refused) => trimmed(before, refused, losses),
      assumed: losses.all.filter(({ effect }) => effect === "assumed"),
      list,
    });
    return { ...adopted, losses: losses.all };
  } finally {
    await target.close();
  }
}

/** A share may be by the identity itself, or by the attribute that is the identity. */
function identityAttribute({ client, block }: Session): string | undefined {
  if (client.platform.name === "mixpanel") return "distinct_id";
  return client.platform.name === "vercel" ? (textAt(bodyAt(block, "vercel") ?? {}, "entity") ?? "user.id") : undefined;
}
