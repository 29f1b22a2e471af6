import type { Serve, Split } from "../../../platforms/model/audience";
import type { Move } from "../move";
import type { AudienceName } from "../project/audience-name";
import { mapAudiences, type MovedFlag, unitName } from "../project/project";

/** Splits as the other platform has them: by the identity, in its steps, without what it lacks. */
export function withFittingShares(flag: MovedFlag, move: Move): MovedFlag {
  return {
    ...flag,
    units: flag.units.map((unit) => {
      const what = unitName(flag, unit);
      return mapAudiences(unit, (audience, place, name) => {
        if (audience.serve?.kind !== "split") return audience;
        const serve = fitting(audience.serve, { place: `${place}: `, what, concerns: [name] }, move);
        return serve ? { ...audience, serve } : null;
      });
    }),
  };
}

interface Where {
  readonly place: string;
  readonly what: string;
  readonly concerns: readonly AudienceName[];
}

/** Each step is taken only if the platform still refuses. Null: no form is accepted, and it is lost. */
function fitting(split: Split, { place, what, concerns }: Where, { to, losses }: Move): Serve | null {
  const refuse = (serve: Serve): string | undefined => to.refuseServe?.(serve);
  let serve = split;
  let why = refuse(serve);
  if (why !== undefined && Object.values(serve.weights).some((share) => !Number.isInteger(share))) {
    serve = { ...serve, weights: wholeShares(serve.weights) };
    losses.note(what, `${place}the shares ${sharesText(split.weights)} are rounded to ${sharesText(serve.weights)}.`);
    why = refuse(serve);
  }
  if (why !== undefined && serve.otherwise !== null) {
    losses.lose(
      what,
      `${place}those without the attribute "${serve.bucketBy ?? ""}" get a share like all others. ${why}`,
      concerns,
    );
    serve = { ...serve, otherwise: null };
    why = refuse(serve);
  }
  if (why !== undefined && serve.bucketBy !== null) {
    losses.lose(what, `${place}the shares are by the identity, and not by "${serve.bucketBy}". ${why}`, concerns);
    serve = { ...serve, bucketBy: null };
    why = refuse(serve);
  }
  if (why === undefined) return serve;
  losses.lose(what, `${place}the split ${sharesText(split.weights)} is left out. ${why}`, concerns);
  return null;
}

/** Whole percentages with the same sum: the largest remainders are rounded up. */
function wholeShares(weights: Split["weights"]): Split["weights"] {
  const parts = Object.entries(weights).map(([key, share]) => ({ key, whole: Math.floor(share), rest: share % 1 }));
  const total = Math.round(parts.reduce((sum, { whole, rest }) => sum + whole + rest, 0));
  let missing = total - parts.reduce((sum, { whole }) => sum + whole, 0);
  const raised = new Set<string>();
  for (const { key } of [...parts].sort((one, other) => other.rest - one.rest)) {
    if (missing <= 0) break;
    raised.add(key);
    missing -= 1;
  }
  return Object.fromEntries(parts.map(({ key, whole }) => [key, whole + (raised.has(key) ? 1 : 0)]));
}

function sharesText(weights: Split["weights"]): string {
  return Object.entries(weights)
    .map(([key, share]) => `${key} ${String(share)} %`)
    .join(", ");
}
