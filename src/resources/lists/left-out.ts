import { PlatformError, type PlatformErrorCode } from "../../platforms/port/platform-error";
import { DiagnosticError } from "../../terraform/diagnostic";
import type { Listed } from "../../terraform/list-resource";
import { reporting } from "../common/platform-diagnostic";

/** What a list cannot show, and why. */
export type LeftOut = Extract<Listed, { readonly kind: "warning" }>;

/** These would stop every other object too. */
const ENDS: readonly PlatformErrorCode[] = ["unauthenticated", "unreachable", "cancelled"];

/** One object that cannot be read is left out with a warning: an error would lose all that was listed before it. */
export async function orLeftOut<T>(what: string, work: () => Promise<T>): Promise<T | LeftOut> {
  try {
    return await reporting({}, work);
  } catch (cause) {
    if (!(cause instanceof DiagnosticError)) throw cause;
    if (cause.cause instanceof PlatformError && ENDS.includes(cause.cause.code)) throw cause;
    return leftOut(what, inWords(cause));
  }
}

/** A whole list that the credential may not read; what else there is can be listed without it. */
export async function orDenied<T>(what: string, work: () => Promise<T>): Promise<T | LeftOut> {
  try {
    return await work();
  } catch (cause) {
    const denied = cause instanceof DiagnosticError && cause.cause instanceof PlatformError && cause.cause.code === "denied";
    if (!denied) throw cause;
    return leftOut(what, inWords(cause));
  }
}

function inWords({ diagnostics }: DiagnosticError): string {
  return diagnostics.map(({ summary, detail }) => `${summary}. ${detail}`).join("\n\n");
}

export function leftOut(what: string, detail: string): LeftOut {
  return { kind: "warning", summary: `Left out ${what}`, detail };
}

/** An environment that the credential may not read. */
export function denied(environment: string, { details }: PlatformError, more = ""): LeftOut {
  const steps = [details.nextStep, more].filter((each) => each !== "").join(" ");
  return leftOut(`environment ${environment}`, `The credential may not read it: ${details.reason}\n\n${steps}`);
}

export function isLeftOut(value: unknown): value is LeftOut {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "warning";
}
