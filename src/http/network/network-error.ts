import { isAxiosError } from "axios";
import { authoritiesInUse } from "./authorities";
import type { HttpRequest } from "../request";
import { HttpError } from "../http-error";
import type { Attempt } from "../interpret";
import { NetworkSetupError } from "./network-setup-error";
import { getOwn } from "../../get-own";
import { nameOfProxy, type Proxy } from "./proxy";
import { ProxyError } from "./tunnel";
import { isDistrust, isNoTls, NETWORK_WORDS, tlsReason } from "./network-words";

/** Between whom a request went. */
export interface Way {
  readonly root: URL;
  readonly proxy: Proxy | undefined;
  readonly variables: NodeJS.ProcessEnv | undefined;
  redact(text: string): string;
}

interface Explained {
  readonly words: string;
  readonly advice?: string;
  /** It may go better next time. */
  readonly passing?: boolean;
  /** The request may have arrived. */
  readonly sent?: boolean;
}

/** What a request met where no answer came: who is to blame, and what to change. Of what was thrown only its code is passed on. */
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
    const interception = proxy ? " A proxy that opens connections shows a certificate of its own." : "";
    return {
      words: `${host}${through}: the server's certificate is not trusted (${code})`,
      advice:
        `If the certificate is signed by a company's own authority, set NODE_EXTRA_CA_CERTS (or SSL_CERT_FILE) to that authority's certificate, a PEM file: the system's own store is not read.${authoritiesInUse(variables)}${interception} ` +
        "If it has expired or is for another name, it is the server's to mend.",
    };
  }
  if (isNoTls(code, chain)) {
    return {
      words: `${host}${through}: what listens there speaks no TLS, as https:// demands`,
      advice: `If the server has no encryption at that port, write http:// in the provider's host; else check the port.`,
    };
  }
  if (code.startsWith("HPE_") && getOwn(NETWORK_WORDS, code) === undefined) {
    const isPlain = protocol === "http:";
    return {
      words: `${host}${through}: what came back is no HTTP (${code})`,
      advice: isPlain
        ? "If the server is encrypted at that port, write https:// in the provider's host; else check the port."
        : "Check the provider's host and port.",
      // A server whose answer cannot be read may have done what it was asked.
      sent: true,
    };
  }
  const known = getOwn(NETWORK_WORDS, code);
  const tls = code === "EPROTO" || code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS");
  const words =
    known?.words ??
    (tls ? `the encrypted connection failed${tlsReason(chain)}` : `the connection failed (${code || "no reason given"})`);
  const hint = known?.hint ?? "Check the provider's host and the network, then run it again.";
  const isCleartextReset = (code === "ECONNRESET" || code === "EPIPE") && protocol === "http:";
  return {
    words: `${host}${through}: ${words}`,
    advice: [
      hint,
      proxy && `Requests to it go through ${nameOfProxy(proxy)}: name ${root.hostname} in NO_PROXY if they should not.`,
      isCleartextReset && "If the server is encrypted at that port, write https:// in the provider's host.",
    ]
      .filter(Boolean)
      .join(" "),
    passing: known?.passing ?? false,
    sent: known?.sent ?? true,
  };
}

function aboutProxy(proxy: Proxy, code: string, chain: readonly unknown[], { variables }: Way): Explained {
  const name = nameOfProxy(proxy);
  const advice = `Check ${proxy.variable}, or name the host in NO_PROXY if it is reached without a proxy.`;
  if (isDistrust(code)) {
    const more = `Set NODE_EXTRA_CA_CERTS to the certificate of the authority that signed the proxy's.${authoritiesInUse(variables)}`;
    return { words: `${name}: its certificate is not trusted (${code})`, advice: `${more} ${advice}` };
  }
  if (isNoTls(code, chain))
    return { words: `${name}: it speaks no TLS`, advice: `Write http:// in ${proxy.variable}. ${advice}` };
  if (code.startsWith("HPE_")) return { words: `${name}: what listens there is no HTTP proxy`, advice };
  const known = getOwn(NETWORK_WORDS, code);
  const words = known?.words ?? `the connection to it failed${code === "" ? "" : ` (${code})`}`;
  return { words: `${name}: ${words}`, advice, passing: known?.passing ?? false };
}

/** What a proxy answers instead of passing a request on. */
export function refusedBy(proxy: Proxy, status: number, { root }: Pick<Way, "root">): Explained {
  const name = nameOfProxy(proxy);
  const advice = `Check ${proxy.variable}, or name ${root.hostname} in NO_PROXY if it is reached without a proxy.`;
  if (status === 407) {
    const words =
      proxy.url.username === "" ? "it asks for a user name and a password" : "it does not accept the user name and password";
    return {
      words: `${name}: ${words} (status 407)`,
      advice: `Put them into ${proxy.variable}, as http://user:password@${proxy.url.host}, with special characters percent-encoded.`,
    };
  }
  if (status >= 500) return { words: `${name}: it cannot reach ${root.host} (status ${status})`, advice, passing: true };
  if (status === 403) return { words: `${name}: it does not let anybody through to ${root.host} (status 403)`, advice };
  return { words: `${name}: it does not work as a proxy for https (status ${status})`, advice };
}

/** What was thrown, what caused it, and the members of what are several (an attempt per address). */
function causesOf(thrown: unknown): readonly unknown[] {
  const found: unknown[] = [];
  const visit = (each: unknown): void => {
    if (typeof each !== "object" || each === null || found.includes(each) || found.length > 20) return;
    if ("cause" in each) visit(each.cause);
    if ("errors" in each && Array.isArray(each.errors)) each.errors.forEach(visit);
    found.push(each);
  };
  visit(thrown);
  // The inner knows more than what is wrapped around it.
  return found.filter((each) => !isAxiosError(each)).concat(found.filter(isAxiosError));
}

function codeIn(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
