import { getOwn } from "../../get-own";
import { HttpError } from "../http-error";
import type { Attempt } from "../interpret";
import type { HttpRequest } from "../request";
import { authoritiesInUse } from "./authorities";
import { NetworkSetupError } from "./network-setup-error";
import { isDistrust, isNoTls, NETWORK_WORDS, tlsReason } from "./network-words";
import { nameOfProxy, type Proxy } from "./proxy";
import { ProxyError } from "./tunnel";

/** The two ends of a request. */
interface Way {
  readonly root: URL;
  readonly proxy: Proxy | undefined;
  readonly variables: NodeJS.ProcessEnv | undefined;
  redact(text: string): string;
}

interface Explained {
  readonly words: string;
  readonly advice?: string;
  /** A retry may help. */
  readonly passing?: boolean;
  /** The request may have arrived. */
  readonly sent?: boolean;
}

/**
 * Explains a request without an answer: what failed, and what to change. Of the original error only its code is passed on.
 */
export function describeNetworkError(request: HttpRequest, thrown: unknown, way: Way): Attempt {
  const { words, advice, passing = false, sent = false } = explain(thrown, way);
  const { method, path } = request;
  const error = new HttpError({
    ...{ kind: "unreachable", method, path, host: way.root.host },
    words: way.redact(words),
    ...(advice === undefined ? {} : { advice: way.redact(advice) }),
    ...(sent && !passing && method !== "GET" && { uncertain: true }),
  });
  return passing ? { kind: "failed", error, sent } : { kind: "final", error };
}

function explain(thrown: unknown, way: Way): Explained {
  const chain = causesOf(thrown);
  const setup = chain.find((each) => each instanceof NetworkSetupError);
  if (setup) return { words: setup.message, advice: setup.advice };
  const code = chain.map(codeIn).find((each) => each !== undefined) ?? "";
  const refusal = chain.find((each) => each instanceof ProxyError);
  if (refusal)
    return refusal.status === undefined
      ? aboutProxy(refusal.proxy, code, chain, way)
      : refusedBy(refusal.proxy, refusal.status, way);
  return aboutHost(code, chain, way);
}

function aboutHost(code: string, chain: readonly unknown[], { root, proxy, variables }: Way): Explained {
  const { host, protocol } = root;
  const through = proxy ? `, through ${nameOfProxy(proxy)}` : "";
  if (isDistrust(code)) {
    const interception = proxy ? " A proxy that inspects TLS presents its own certificate." : "";
    return {
      words: `${host}${through}: the server's certificate is not trusted (${code})`,
      advice:
        `If the certificate is signed by an internal authority, set NODE_EXTRA_CA_CERTS (or SSL_CERT_FILE) to a PEM file with that authority's certificate: the system's certificate store is not read.${authoritiesInUse(variables)}${interception} ` +
        "If it has expired or is for another name, the server needs a new one.",
    };
  }
  if (isNoTls(code, chain)) {
    return {
      words: `${host}${through}: the server does not use TLS, which https:// requires`,
      advice: `If the server does not use TLS on that port, use http:// in the provider's host; otherwise check the port.`,
    };
  }
  if (code.startsWith("HPE_") && getOwn(NETWORK_WORDS, code) === undefined) {
    const isPlain = protocol === "http:";
    return {
      words: `${host}${through}: the answer is not HTTP (${code})`,
      advice: isPlain
        ? "If the server uses TLS on that port, use https:// in the provider's host; otherwise check the port."
        : "Check the provider's host and port.",
      // A server whose answer cannot be read may have carried out the request.
      sent: true,
    };
  }
  const known = getOwn(NETWORK_WORDS, code);
  const tls = code === "EPROTO" || code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS");
  const words =
    known?.words ??
    (tls ? `the TLS connection failed${tlsReason(chain)}` : `the connection failed (${code || "no reason given"})`);
  const hint = known?.hint ?? "Check the provider's host and the network, then run it again.";
  const isCleartextReset = (code === "ECONNRESET" || code === "EPIPE") && protocol === "http:";
  return {
    words: `${host}${through}: ${words}`,
    advice: [
      hint,
      proxy && `Requests to it go through ${nameOfProxy(proxy)}: add ${root.hostname} to NO_PROXY if they should not.`,
      isCleartextReset && "If the server uses TLS on that port, use https:// in the provider's host.",
    ]
      .filter(Boolean)
      .join(" "),
    passing: known?.passing ?? false,
    sent: known?.sent ?? true,
  };
}

function aboutProxy(proxy: Proxy, code: string, chain: readonly unknown[], { variables }: Way): Explained {
  const name = nameOfProxy(proxy);
  const advice = `Check ${proxy.variable}, or add the host to NO_PROXY if it can be reached without a proxy.`;
  if (isDistrust(code)) {
    const more = `Set NODE_EXTRA_CA_CERTS to the certificate of the authority that signed the proxy's certificate.${authoritiesInUse(variables)}`;
    return { words: `${name}: its certificate is not trusted (${code})`, advice: `${more} ${advice}` };
  }
  if (isNoTls(code, chain))
    return { words: `${name}: it does not use TLS`, advice: `Use http:// in ${proxy.variable}. ${advice}` };
  if (code.startsWith("HPE_")) return { words: `${name}: it is not an HTTP proxy`, advice };
  const known = getOwn(NETWORK_WORDS, code);
  const words = known?.words ?? `the connection to it failed${code === "" ? "" : ` (${code})`}`;
  return { words: `${name}: ${words}`, advice, passing: known?.passing ?? false };
}

/** Explains an answer of a proxy that did not forward the request. */
function refusedBy(proxy: Proxy, status: number, { root }: Pick<Way, "root">): Explained {
  const name = nameOfProxy(proxy);
  const advice = `Check ${proxy.variable}, or add ${root.hostname} to NO_PROXY if it can be reached without a proxy.`;
  if (status === 407) {
    const words =
      proxy.url.username === "" ? "it requires a user name and a password" : "it does not accept the user name and password";
    return {
      words: `${name}: ${words} (status 407)`,
      advice: `Set them in ${proxy.variable}, as http://user:password@${proxy.url.host}, with special characters percent-encoded.`,
    };
  }
  if (status >= 500) return { words: `${name}: it cannot reach ${root.host} (status ${status})`, advice, passing: true };
  if (status === 403) return { words: `${name}: it does not allow connections to ${root.host} (status 403)`, advice };
  return { words: `${name}: it does not work as a proxy for https (status ${status})`, advice };
}

/** The causes of an error and the members of an aggregate error (one per address), then itself: what is inside has more details. */
function causesOf(thrown: unknown): readonly unknown[] {
  const found: unknown[] = [];
  const visit = (each: unknown): void => {
    if (typeof each !== "object" || each === null || found.includes(each) || found.length > 20) return;
    if ("cause" in each) visit(each.cause);
    if ("errors" in each && Array.isArray(each.errors)) each.errors.forEach(visit);
    found.push(each);
  };
  visit(thrown);
  return found;
}

function codeIn(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
