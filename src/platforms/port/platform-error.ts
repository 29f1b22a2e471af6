/**
 * Why a platform did not do what was requested. Absence, a rejected credential, a missing permission, an unreachable
 * host and a temporary failure are never confused: only `gone` removes state.
 */
export type PlatformErrorCode =
  /** No object with that name or id, while its parent exists. */
  | "gone"
  /** More than one object has the name. */
  | "ambiguous"
  /** An object of that name exists already. */
  | "exists"
  /** The platform does not accept the credential: it is wrong, expired or revoked. */
  | "unauthenticated"
  /** The credential lacks the permission. */
  | "denied"
  /** The environment requires change requests (or approvals). */
  | "approval-required"
  /** The flag is archived: it serves nobody, and cannot be changed. */
  | "archived"
  /** It cannot be deleted while something uses it. */
  | "in-use"
  /** The platform refused what was sent. */
  | "invalid"
  /** The platform cannot do it at all. */
  | "unsupported"
  /** No answer from the platform itself: DNS, network, proxy, TLS, timeout, another server. */
  | "unreachable"
  /** The platform answers with a temporary failure (5xx, limits). */
  | "unavailable"
  /** Stopped by the user. */
  | "cancelled";

/** The subject of the error, so that a resource can point at the attribute. */
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
  /** The problem in one line, if that is clearer than the failed attempt: "There is no project \"Shop\"". */
  readonly title?: string;
  /** What was attempted, on what: "update flag new-checkout in environment production". */
  readonly attempted: string;
  /** What went wrong, in the platform's own words where it gave any. Never holds a credential. */
  readonly reason: string;
  /** What the user can do now. */
  readonly nextStep: string;
  readonly subject?: PlatformErrorSubject;
  /** For settings that only this platform has: the attribute itself. Takes precedence over the subject. */
  readonly attribute?: readonly string[];
  readonly status?: number;
  /** The host that answered, such as `flags.example.com:8443`. */
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
