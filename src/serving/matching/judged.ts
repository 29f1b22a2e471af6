import type { TraceStep } from "../answer";

/** Whether something holds, with the trace of why. */
export interface Judged {
  readonly holds: boolean;
  readonly step: TraceStep;
}

export function judged(asked: string, holds: boolean, because = "", steps: readonly TraceStep[] = []): Judged {
  return { holds, step: { asked, result: holds ? "yes" : "no", because, steps } };
}

/** Something that could only be supposed. */
export function supposed(asked: string, holds: boolean, because: string): Judged {
  return { holds, step: { asked, result: "unknown", because: `supposed ${holds ? "yes" : "no"}: ${because}`, steps: [] } };
}
