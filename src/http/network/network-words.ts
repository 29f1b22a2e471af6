/** What Node's codes mean to people. */

interface Words {
  readonly words: string;
  readonly hint: string;
  /** It may go better next time. */
  readonly passing: boolean;
  /** The request may have arrived. */
  readonly sent: boolean;
}

const CHECK_HOST = "Check the provider's host and its port, and whether the server runs.";
const CHECK_WAY =
  "Check the provider's host, the network and its firewalls; where the way out is a proxy, set HTTPS_PROXY (and NO_PROXY for what is inside).";
const DROPPED: Words = { words: "the connection was dropped", hint: CHECK_WAY, passing: true, sent: true };
const SILENT: Words = {
  words: "no answer came in time",
  hint: `The server took the request and was silent: see whether it is overloaded. ${CHECK_WAY}`,
  passing: true,
  sent: true,
};
const BROKEN: Words = {
  words: "the answer's compression is broken",
  hint: "Something between here and the server changes its answers: check for proxies.",
  passing: false,
  sent: true,
};
const NO_WAY: Words = { words: "there is no way to it from here", hint: CHECK_WAY, passing: true, sent: false };

export const NETWORK_WORDS: Readonly<Record<string, Words | undefined>> = {
  ECONNREFUSED: { words: "nothing listens there (connection refused)", hint: CHECK_HOST, passing: true, sent: false },
  ENOTFOUND: {
    words: "there is no such host",
    hint: "Check the name in the provider's host; where only a proxy knows the name, set HTTPS_PROXY.",
    passing: false,
    sent: false,
  },
  EAI_AGAIN: { words: "the name could not be looked up now", hint: CHECK_WAY, passing: true, sent: false },
  ECONNTIMEOUT: { words: "no connection came about in time", hint: CHECK_WAY, passing: true, sent: false },
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  ECONNRESET: DROPPED,
  EPIPE: DROPPED,
  ERR_STREAM_PREMATURE_CLOSE: DROPPED,
  ERR_BAD_RESPONSE: DROPPED,
  ERR_NETWORK: DROPPED,
  Z_BUF_ERROR: DROPPED,
  Z_DATA_ERROR: BROKEN,
  ERR__ERROR_FORMAT_PADDING_1: BROKEN,
  ECONNABORTED: SILENT,
  ETIMEDOUT: SILENT,
  EANSWERTOOLONG: {
    words: "its answer goes on without an end",
    hint: "This is not how the platform answers: check the provider's host, and what stands before it.",
    passing: false,
    sent: true,
  },
  EANSWERTOOLARGE: {
    words: "its answer is larger than 64 MB, and was not read to its end",
    hint: "This is not how the platform answers: check the provider's host, and what stands before it.",
    passing: false,
    sent: true,
  },
  HPE_HEADER_OVERFLOW: {
    words: "its answer has larger headers than HTTP allows",
    hint: "This is not how the platform answers: check the provider's host, and what stands before it.",
    passing: false,
    sent: true,
  },
};

const DISTRUST = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "CERT_CHAIN_TOO_LONG",
  "CERT_SIGNATURE_FAILURE",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "HOSTNAME_MISMATCH",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

export function isDistrust(code: string): boolean {
  return DISTRUST.has(code);
}

/** The first bytes were none of TLS: what OpenSSL calls a wrong version, a long packet or a plain request. */
export function isNoTls(code: string, chain: readonly unknown[]): boolean {
  if (/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNSUPPORTED_PROTOCOL_TEXT)$/.test(code))
    return true;
  return code === "EPROTO" && /wrong version number|packet length too long|http request/.test(reasonsIn(chain));
}

/** OpenSSL's own word for it, without its numbers, files and lines. */
export function tlsReason(chain: readonly unknown[]): string {
  const reason = /SSL routines:[^:]*:([a-z0-9 ]{3,60})/i.exec(reasonsIn(chain))?.[1];
  return reason === undefined ? "" : ` (${reason})`;
}

function reasonsIn(chain: readonly unknown[]): string {
  return chain
    .map((each) => (typeof each === "object" && each !== null && "message" in each ? String(each.message) : ""))
    .join(" ")
    .slice(0, 2000);
}
