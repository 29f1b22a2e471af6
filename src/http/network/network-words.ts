/** Explanations of Node's error codes. */

interface Words {
  readonly words: string;
  readonly hint: string;
  /** A retry may help. */
  readonly passing: boolean;
  /** The request may have arrived. */
  readonly sent: boolean;
}

const CHECK_HOST = "Check the provider's host and its port, and whether the server is running.";
const CHECK_WAY =
  "Check the provider's host, the network and its firewalls; if outgoing connections need a proxy, set HTTPS_PROXY (and NO_PROXY for internal hosts).";
const DROPPED: Words = { words: "the connection was dropped", hint: CHECK_WAY, passing: true, sent: true };
const SILENT: Words = {
  words: "no answer arrived in time",
  hint: `The server accepted the request and did not answer: check whether it is overloaded. ${CHECK_WAY}`,
  passing: true,
  sent: true,
};
const BROKEN: Words = {
  words: "the answer could not be decompressed",
  hint: "Something between this machine and the server changes its answers: check for proxies.",
  passing: false,
  sent: true,
};
const NO_WAY: Words = { words: "it cannot be reached from this machine", hint: CHECK_WAY, passing: true, sent: false };

export const NETWORK_WORDS: Readonly<Record<string, Words | undefined>> = {
  ECONNREFUSED: { words: "connection refused: nothing listens on that port", hint: CHECK_HOST, passing: true, sent: false },
  ENOTFOUND: {
    words: "the host name does not exist",
    hint: "Check the name in the provider's host; if only a proxy can resolve the name, set HTTPS_PROXY.",
    passing: false,
    sent: false,
  },
  EAI_AGAIN: { words: "the host name could not be resolved for the moment", hint: CHECK_WAY, passing: true, sent: false },
  ECONNTIMEOUT: { words: "no connection was established in time", hint: CHECK_WAY, passing: true, sent: false },
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
    words: "its answer does not end",
    hint: "The platform does not answer like this: check the provider's host, and any proxy in front of it.",
    passing: false,
    sent: true,
  },
  EANSWERTOOLARGE: {
    words: "its answer is larger than 64 MB, and was not read completely",
    hint: "The platform does not answer like this: check the provider's host, and any proxy in front of it.",
    passing: false,
    sent: true,
  },
  HPE_HEADER_OVERFLOW: {
    words: "its answer has larger headers than HTTP allows",
    hint: "The platform does not answer like this: check the provider's host, and any proxy in front of it.",
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

/** The first bytes were not TLS: OpenSSL reports a wrong version, a long packet or a plain request. */
export function isNoTls(code: string, chain: readonly unknown[]): boolean {
  if (/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNSUPPORTED_PROTOCOL_TEXT)$/.test(code))
    return true;
  return code === "EPROTO" && /wrong version number|packet length too long|http request/.test(reasonsIn(chain));
}

/** OpenSSL's reason, without its numbers, files and lines. */
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
