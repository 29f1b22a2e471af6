import type { Readable } from "node:stream";
import axios, { type AxiosInstance, type AxiosProxyConfig } from "axios";
import { getOwn } from "../get-own";
import { readAnswer } from "./answer-body";
import type { Clock } from "./clock";
import type { HttpClientOptions } from "./http-options";
import { keepAliveAgents } from "./network/agents";
import { trustedAuthorities } from "./network/authorities";
import { NetworkSetupError } from "./network/network-setup-error";
import { type Proxy, proxyCredentials, proxyFor } from "./network/proxy";
import { ProxyError } from "./network/tunnel";
import type { HttpRequest } from "./request";
import type { RawAnswer } from "./request";

/**
 * Sends one request and returns its answer, through the proxy that the environment sets. Its errors are explained elsewhere.
 */
export class Wire {
  readonly proxy: Proxy | undefined;
  /** The secrets of the connection: a proxy's password. */
  readonly secrets: readonly string[];
  private readonly root: URL;
  private readonly setup: NetworkSetupError | undefined;
  private instance: AxiosInstance | undefined;
  private agents: ReturnType<typeof keepAliveAgents> | undefined;
  private underWay = 0;
  private isClosed = false;

  constructor(
    private readonly options: HttpClientOptions,
    private readonly clock: Clock,
  ) {
    this.root = new URL(options.root);
    try {
      this.proxy = proxyFor(this.root, options.variables);
    } catch (error) {
      // Reported when a request is sent, like all network problems.
      if (!(error instanceof NetworkSetupError)) throw error;
      this.setup = error;
    }
    this.secrets = this.proxy ? secretsOfProxy(this.proxy) : [];
  }

  async exchange(request: HttpRequest, signal: AbortSignal, heard: () => void): Promise<RawAnswer> {
    if (this.setup) throw this.setup;
    // Appended to the root, any other path could change the host, which would then get the credential.
    if (!request.path.startsWith("/")) throw new Error("a path must begin with a slash");
    const intercepted = await this.options.intercept?.(request, signal);
    if (intercepted) return intercepted;
    this.instance ??= this.createInstance();
    this.underWay++;
    try {
      return await this.transmit(this.instance, request, signal, heard);
    } finally {
      this.underWay--;
      if (this.isClosed) this.closeIdle();
    }
  }

  private async transmit(
    instance: AxiosInstance,
    request: HttpRequest,
    signal: AbortSignal,
    heard: () => void,
  ): Promise<RawAnswer> {
    const { data, status, headers } = await instance.request<Readable>({
      method: request.method,
      url: this.options.root + request.path,
      signal,
      ...(request.body === undefined ? {} : { data: JSON.stringify(request.body) }),
      headers: { ...request.headers, ...(request.body !== undefined && { "Content-Type": "application/json" }) },
    });
    heard();
    // For unencrypted requests, the proxy's own answers look like the server's.
    if (status === 407 && this.proxy) {
      data.destroy();
      throw new ProxyError(this.proxy, status);
    }
    const stop = (): void => void data.destroy(signal.reason instanceof Error ? signal.reason : new Error("stopped"));
    signal.addEventListener("abort", stop, { once: true });
    try {
      const text = await readAnswer(data, heard);
      const header = (name: string): string | undefined => {
        const value: unknown = getOwn(headers, name);
        return typeof value === "string" ? value : undefined;
      };
      return { status, text, header };
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Once nothing is under way: an agent that is destroyed breaks off what it has. Whatever comes later leaves no connection either. */
  close(): void {
    this.isClosed = true;
    this.closeIdle();
  }

  private closeIdle(): void {
    if (this.underWay > 0) return;
    this.agents?.httpAgent.destroy();
    this.agents?.httpsAgent.destroy();
  }

  private createInstance(): AxiosInstance {
    const { options, proxy, root } = this;
    const isSecured = root.protocol === "https:";
    const tunnelled = isSecured ? proxy : undefined;
    const authorities = isSecured || proxy?.url.protocol === "https:" ? trustedAuthorities(options.variables) : undefined;
    const connectTimeout = options.connectTimeout ?? 10_000;
    this.agents = keepAliveAgents({ clock: this.clock, connectTimeout, proxy: tunnelled, authorities });
    return axios.create({
      ...this.agents,
      headers: { ...options.headers, Accept: "application/json", "User-Agent": `flagform/${options.version}` },
      // A redirect would send the credential to another host, and turn a write into a read.
      maxRedirects: 0,
      responseType: "stream",
      validateStatus: () => true,
      // The environment is read here and not by axios, so that mistakes in it can be reported.
      proxy: proxy && !tunnelled ? forwarding(proxy) : false,
    });
  }
}

function forwarding(proxy: Proxy): AxiosProxyConfig {
  const { protocol, hostname, port } = proxy.url;
  const auth = proxyCredentials(proxy);
  return {
    protocol,
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || (protocol === "https:" ? 443 : 80)),
    ...(auth && { auth }),
  };
}

function secretsOfProxy(proxy: Proxy): string[] {
  const { password = "" } = proxyCredentials(proxy) ?? {};
  return [password, proxy.url.password];
}
