import { BlockList, isIP } from "node:net";
import { getOwn } from "../../get-own";
import { isLoopback } from "../../server-address";
import { NetworkSetupError } from "./network-setup-error";

/** The proxy for a host. */
export interface Proxy {
  readonly url: URL;
  /** The environment variable that sets it. */
  readonly variable: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment sets for a host, by the rules that Terraform itself follows: an address without a scheme is
 * http://, and NO_PROXY takes names (including their subdomains), addresses, networks and ports.
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function proxyFor(target: URL, environment: Environment = process.env): Proxy | undefined {
  if (isLoopback(target.hostname)) return undefined;
  const scheme = target.protocol === "https:" ? "https" : "http";
  const names = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`, "all_proxy", "ALL_PROXY"];
  const variable = names.find((name) => (getOwn(environment, name) ?? "").trim() !== "");
  if (variable === undefined) return undefined;
  if (isExempt(target, environment["no_proxy"] || environment["NO_PROXY"] || "")) return undefined;
  return { variable, url: proxyUrl((getOwn(environment, variable) ?? "").trim(), variable) };
}

/** The message never repeats the address, because it may contain a password. */
function proxyUrl(text: string, variable: string): URL {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const advice = `Set ${variable} to the proxy's address, as http://proxy.example.com:3128, or add this host to NO_PROXY.`;
  if (!URL.canParse(whole)) throw new NetworkSetupError(`${variable} does not contain a proxy address`, advice);
  const url = new URL(whole);
  if (url.hostname === "") throw new NetworkSetupError(`${variable} contains no host name`, advice);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    const scheme = url.protocol.slice(0, -1);
    throw new NetworkSetupError(
      `${variable} names a ${scheme} proxy, but only http and https proxies are supported`,
      advice,
    );
  }
  return url;
}

/** The address as it may be shown. */
export function nameOfProxy({ url, variable }: Proxy): string {
  return `the proxy ${url.protocol}//${url.host} (${variable})`;
}

/** User name and password, as they are sent; undefined if there are none. */
export function proxyCredentials({ url }: Proxy): { readonly username: string; readonly password: string } | undefined {
  if (url.username === "" && url.password === "") return undefined;
  return { username: decoded(url.username), password: decoded(url.password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isExempt(target: URL, list: string): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => exempts(entry.toLowerCase(), host, port));
}

function exempts(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  const [whole, bracketed, plain, onlyPort] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [
    entry,
    undefined,
    entry,
  ];
  if (whole === undefined || (onlyPort !== undefined && onlyPort !== port)) return false;
  const name = (bracketed ?? plain ?? "").replace(/^\*?\./, "");
  if (name === "") return false;
  if (name.includes("/")) return isIn(name, host);
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function isIn(network: string, host: string): boolean {
  const [address = "", bits = ""] = network.split("/");
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  const name = family === 6 ? "ipv6" : "ipv4";
  if (Number(bits) > (family === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), name);
  return list.check(host, name);
}
