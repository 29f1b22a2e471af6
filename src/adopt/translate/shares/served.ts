import type { Serve, Split } from "../../../platforms/model/audience";
import { OFF, ON } from "../../../platforms/model/variant";
import type { MovedAudience, MovedFlag } from "../project/project";

/** What an audience is served, with `on` and `off` for a boolean flag. Null: nothing is stated. */
export function servedTo({ enabled, serve }: MovedAudience, { type }: Pick<MovedFlag, "type">): Serve | null {
  if (type !== "boolean" || serve !== null) return serve;
  if (enabled === null) return null;
  return { kind: "variant", variant: enabled ? ON : OFF };
}

/** The audience with something else to serve: a boolean flag is switched, unless it is split. */
export function serving<A extends MovedAudience>(audience: A, serve: Serve, { type }: Pick<MovedFlag, "type">): A {
  if (type !== "boolean" || serve.kind !== "variant") return { ...audience, enabled: audience.enabled ?? true, serve };
  return { ...audience, enabled: serve.variant !== OFF, serve: null };
}

/** Shares by variant. One that gets everything is no split. */
export function splitOf(
  weights: ReadonlyMap<string, number>,
  rest: Partial<Pick<Split, "bucketBy" | "otherwise">> = {},
): Serve {
  const stated = [...weights].filter(([, share]) => share > 0);
  const [only, ...more] = stated;
  if (only && more.length === 0) return { kind: "variant", variant: only[0] };
  return { kind: "split", weights: Object.fromEntries(stated), control: null, bucketBy: null, otherwise: null, ...rest };
}

/** The shares of what is served by variant; undefined where it is a value, a rollout, or has a share of the flag's own value. */
export function weightsOf(serve: Serve): ReadonlyMap<string, number> | undefined {
  if (serve.kind === "variant") return new Map([[serve.variant, 100]]);
  if (serve.kind !== "split" || (serve.control ?? 0) > 0) return undefined;
  return new Map(Object.entries(serve.weights));
}
