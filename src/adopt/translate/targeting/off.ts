import type { Move } from "../move";
import { mapAudiences, type MovedFlag, type MovedUnit, unitName } from "../project/project";

/** What is off, killed or archived, in the other platform's way. Null: the flag is not served any more, and stays where it is. */
export function withOffAs(flag: MovedFlag, move: Move): MovedFlag | null {
  const { from, to, losses } = move;
  const what = `flag ${flag.key}`;
  if (flag.archived && from.name !== "flagsmith") {
    losses.note(what, `it is archived on ${from.title}, and served to nobody: it is left out.`);
    return null;
  }
  if (flag.archived && !to.servesArchived)
    losses.note(
      what,
      `it is archived and still served on ${from.title}. An archived flag is not served on ${to.title}: here it is not archived.`,
    );
  const archived = flag.archived && to.servesArchived;
  return { ...flag, archived, units: flag.units.map((unit) => offUnit(unit, flag, move)) };
}

function offUnit(unit: MovedUnit, flag: MovedFlag, { to, losses }: Move): MovedUnit {
  const what = unitName(flag, unit);
  const { killed, whenOff } = unit;
  const { capabilities } = to;
  if (killed && !capabilities.killed.can) {
    losses.note(
      what,
      `it is killed: here it is off for everyone, without its rules and overrides, which would be served. ${capabilities.killed.nearest}`,
    );
    const serve = flag.type === "boolean" || whenOff === null ? null : ({ kind: "variant", variant: whenOff } as const);
    return { ...unit, killed: false, whenOff: null, enabled: false, serve, rules: [], segments: [], identities: [] };
  }
  if (whenOff === null || capabilities.whenOff.can) return unit;
  if (killed) losses.lose(what, `"${whenOff}" is served while it is off. ${capabilities.whenOff.nearest}`);
  const off = mapAudiences({ ...unit, whenOff: null }, (audience) => {
    if (audience.enabled !== false || flag.type === "boolean") return audience;
    return { ...audience, serve: audience.serve ?? ({ kind: "variant", variant: whenOff } as const) };
  });
  return off;
}
