import { invalid } from "../../adapter/errors";
import type { Serve } from "../../model/audience";
import { refuseValue } from "./values";

/** Refuses a value that the server would refuse, or store differently. */
export function requireStorable(serve: Serve | undefined, attempted: string): void {
  const reason = serve?.kind === "value" ? refuseValue(serve.value) : undefined;
  if (reason === undefined) return;
  throw invalid(attempted, { reason, nextStep: "Change the value.", subject: "value" });
}
