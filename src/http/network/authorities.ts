import { readFileSync } from "node:fs";
import { createSecureContext, rootCertificates, type SecureContext } from "node:tls";
import { getOwn } from "../../get-own";
import { NetworkSetupError } from "./network-setup-error";

/**
 * Whom to trust beside Node's own list: Terraform itself reads SSL_CERT_FILE, Node does not, and one machine has one truth.
 * NODE_EXTRA_CA_CERTS is Node's: it is repeated here because a list of one's own replaces it. Undefined: Node's defaults.
 */
export function trustedAuthorities(environment: NodeJS.ProcessEnv = process.env): SecureContext | undefined {
  const file = environment["SSL_CERT_FILE"];
  if (file === undefined || file === "") return undefined;
  const advice = "Set SSL_CERT_FILE to a file of certificates (PEM) that can be read, or unset it.";
  const own = read(file);
  if (own === undefined) throw new NetworkSetupError("SSL_CERT_FILE names a file that cannot be read", advice);
  const extra = environment["NODE_EXTRA_CA_CERTS"];
  const more = extra === undefined || extra === "" ? undefined : read(extra);
  try {
    return createSecureContext({ ca: [...rootCertificates, own, ...(more === undefined ? [] : [more])] });
  } catch {
    throw new NetworkSetupError("SSL_CERT_FILE names a file that holds no certificates", advice);
  }
}

/** What there is to say of the variables that name authorities, after a certificate was not trusted. */
export function authoritiesInUse(environment: NodeJS.ProcessEnv = process.env): string {
  const named = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"].filter((name) => (getOwn(environment, name) ?? "") !== "");
  if (named.length === 0) return "";
  const unreadable = named.filter((name) => read(getOwn(environment, name) ?? "") === undefined);
  if (unreadable.length > 0) return ` ${unreadable.join(" and ")} names a file that cannot be read.`;
  return ` ${named.join(" and ")} ${named.length > 1 ? "are" : "is"} set, to what does not hold it.`;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
