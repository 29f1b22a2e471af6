import { capitalised } from "../../platforms/adapter/capitalised";
import { PlatformError, type PlatformErrorSubject } from "../../platforms/port/platform-error";
import { type Diagnostic, DiagnosticError, error, type Path } from "../../terraform/diagnostic";

/** Which attribute of a resource a platform's error is about. */
export type SubjectPaths = { readonly [S in PlatformErrorSubject]?: Path };

/** Runs a handler's work; a platform's error becomes a diagnostic at its attribute. */
export async function reporting<T>(paths: SubjectPaths, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof PlatformError)
      throw Object.assign(new DiagnosticError(platformDiagnostic(cause, paths)), { cause });
    throw cause;
  }
}

export function platformDiagnostic({ details }: PlatformError, paths: SubjectPaths): Diagnostic {
  const { title, attempted, reason, nextStep, status, host, requestId, subject, attribute } = details;
  const isNamed = host === undefined || [title ?? "", reason, nextStep].some((each) => each.includes(host));
  const marks = [
    [status === undefined ? "" : `status ${status}`, isNamed ? "" : `from ${host}`].filter(Boolean).join(" "),
    requestId === undefined ? "" : `request ${requestId}`,
  ].filter(Boolean);
  const what = title === undefined ? sentence(reason) : `Could not ${attempted}. ${sentence(reason)}`;
  const detail = `${what}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}\n\n${nextStep}`;
  return error(title ?? `Could not ${attempted}`, detail, attribute ?? (subject && paths[subject]));
}

function sentence(text: string): string {
  const start = capitalised(text);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
