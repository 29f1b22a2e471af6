import { readFileSync } from "node:fs";
import { createSecureContext, rootCertificates, type SecureContext } from "node:tls";
import { getOwn } from "../../get-own";
import { NetworkSetupError } from "./network-setup-error";

/**
 * The trusted authorities in addition to Node's list: Terraform itself reads SSL_CERT_FILE, Node does not, and both should
 * trust the same servers. Node reads NODE_EXTRA_CA_CERTS itself; it is added here because a custom list replaces Node's.
 * Undefined: Node's defaults.
 */
export function trustedAuthorities(environment: NodeJS.ProcessEnv = process.env): SecureContext | undefined {
  const file = environment["SSL_CERT_FILE"];
  if (file === undefined || file === "") return undefined;
  const advice = "Set SSL_CERT_FILE to a readable PEM file with certificates, or unset it.";
  const own = read(file);
  if (own === undefined) throw new NetworkSetupError("SSL_CERT_FILE names a file that cannot be read", advice);
  const extra = environment["NODE_EXTRA_CA_CERTS"];
  const more = extra === undefined || extra === "" ? undefined : read(extra);
  try {
    return createSecureContext({ ca: [...rootCertificates, own, ...(more === undefined ? [] : [more])] });
  } catch {
    throw new NetworkSetupError("SSL_CERT_FILE names a file that contains no certificates", advice);
  }
}

/** Hints about the environment variables for authorities, after a certificate was not trusted. */
export function authoritiesInUse(environment: NodeJS.ProcessEnv = process.env): string {
  const named = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"].filter((name) => (getOwn(environment, name) ?? "") !== "");
  if (named.length === 0) return "";
  const unreadable = named.filter((name) => read(getOwn(environment, name) ?? "") === undefined);
  if (unreadable.length > 0) return ` ${unreadable.join(" and ")} names a file that cannot be read.`;
  return ` ${named.join(" and ")} ${named.length > 1 ? "are" : "is"} set, but its file does not contain that certificate.`;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
