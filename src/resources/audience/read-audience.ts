import { type Audience, type Served, serves } from "../../platforms/model/audience";
import { jsonWhereText } from "../../platforms/model/flag-value";
import { type ServeAttribute, serveAttribute, serveOf } from "./serve-value";

/** What a read returns for an audience, in whatever way the platform represents "off". */

/** The attributes of a resource for an audience. */
export interface StatedAudience {
  readonly enabled: boolean | null;
  readonly serve: ServeAttribute | null;
}

/** What a read returns for an audience: the state's own spelling if the platform still serves the same. */
export function readAudience(stated: StatedAudience, remote: Audience, fill: boolean): StatedAudience {
  if (remote.off) return readVariants(stated, { ...remote, off: remote.off }, fill);
  return {
    enabled: stated.enabled === null && !fill ? null : remote.enabled,
    serve: readServe(stated.serve, remote.served, fill),
  };
}

/** What is served, if no configuration can say it. Off needs no words. */
export function unsupportedServe({ enabled, served }: Audience): string | undefined {
  return enabled && served.kind === "other" ? served.description : undefined;
}

function readServe(stated: ServeAttribute | null, served: Served, fill: boolean): ServeAttribute | null {
  if (stated === null) return fill ? serveAttribute(withJson(served)) : null;
  const wanted = serveOf(stated);
  return wanted && serves(served, wanted) ? stated : serveAttribute(served);
}

/** A platform with a separate switch stores JSON as text. */
function withJson(served: Served): Served {
  if (served.kind !== "value" || served.value === null) return served;
  return { kind: "value", value: jsonWhereText(served.value) };
}

/** Where "on" and "off" are variants too, several spellings mean the same, and the state's own is kept. */
function readVariants(
  stated: StatedAudience,
  remote: Audience & Required<Pick<Audience, "off">>,
  fill: boolean,
): StatedAudience {
  const { served, off } = remote;
  const isOff = served.kind === "variant" && served.variant === off.variant;
  if (fill) {
    const isPlain = off.boolean && served.kind === "variant";
    return { enabled: isPlain ? remote.enabled : true, serve: isPlain ? null : serveAttribute(served) };
  }
  // Nothing else of a state that is complete: its names may be older than the rest of what was read.
  if (meansTheSame(stated, remote, isOff)) return { enabled: stated.enabled, serve: stated.serve };
  if (stated.serve === null || (isOff && stated.enabled === true)) {
    // Only `enabled` is managed: any other change in what is served must appear as a difference in it, so that the plan
    // corrects it.
    return { enabled: stated.enabled === null ? null : !stated.enabled, serve: stated.serve };
  }
  return { enabled: stated.enabled === null ? null : !isOff, serve: serveAttribute(served) };
}

function meansTheSame(stated: StatedAudience, { served, off }: Audience, isOff: boolean): boolean {
  if (stated.enabled === false) return isOff;
  const wanted = serveOf(stated.serve);
  if (wanted) return serves(served, wanted);
  if (stated.enabled === null) return true;
  return off?.boolean === true ? served.kind === "variant" && !isOff : !isOff;
}
