/**
 * Why a platform did not do what was asked. Absence, a credential that is not accepted, one that may not, a host that cannot be
 * reached and one that says "later" are never confused: only `gone` removes state.
 */
export type PlatformErrorCode =
  /** No object of that name or id, while its parent is there. */
  | "gone"
  /** More than one object bears the name. */
  | "ambiguous"
  /** An object of that name exists already. */
  | "exists"
  /** The platform does not accept the credential: it is wrong, expired or revoked. */
  | "unauthenticated"
  /** The credential lacks the permission. */
  | "denied"
  /** The environment demands change requests (or approvals). */
  | "approval-required"
  /** Of an archived flag: it serves nobody, and takes no changes. */
  | "archived"
  /** It cannot be deleted while something uses it. */
  | "in-use"
  /** The platform refused what was sent. */
  | "invalid"
  /** The platform cannot do it at all. */
  | "unsupported"
  /** No answer that is the platform's: name, network, proxy, TLS, silence, another server. */
  | "unreachable"
  /** The platform answers, and says "later" (5xx, limits). */
  | "unavailable"
  /** Stopped by the user. */
  | "cancelled";

/** What the error is about, so that a resource can point at the attribute. */
export type PlatformErrorSubject =
  | "credentials"
  | "host"
  | "project"
  | "environment"
  | "flag"
  | "segment"
  | "server key"
  | "organisation"
  | "identity"
  | "value"
  | "priority"
  | "tags"
  | "write_api";

export interface PlatformErrorDetails {
  readonly code: PlatformErrorCode;
  /** What is wrong, in one line, where that says more than what could not be done: "There is no project \"Shop\"". */
  readonly title?: string;
  /** What was attempted, on what: "update flag new-checkout in environment production". */
  readonly attempted: string;
  /** What went wrong, in the platform's own words where it gave any. Never holds a credential. */
  readonly reason: string;
  /** What the user can do now. */
  readonly nextStep: string;
  readonly subject?: PlatformErrorSubject;
  /** Where it is about a setting that only this platform has: the attribute itself. Goes before the subject. */
  readonly attribute?: readonly string[];
  readonly status?: number;
  /** Who answered so, as `flags.example.com:8443`. */
  readonly host?: string;
  readonly requestId?: string;
}

export class PlatformError extends Error {
  constructor(readonly details: PlatformErrorDetails) {
    super(`${details.attempted}: ${details.reason}`);
  }

  get code(): PlatformErrorCode {
    return this.details.code;
  }
}
