import { getOwn } from "../get-own";
import { readAnswer } from "./answer-body";
import type { Clock } from "./clock";
import type { HttpClientOptions } from "./http-options";
import { keepAliveAgents } from "./network/agents";
import { trustedAuthorities } from "./network/authorities";
import { exchangeHeads, type Outgoing, reasonOf } from "./network/http-exchange";
import { NetworkSetupError } from "./network/network-setup-error";
import { type Proxy, proxyCredentials, proxyFor } from "./network/proxy";
import { basicCredentials, ProxyError } from "./network/tunnel";
import type { HttpRequest, RawAnswer } from "./request";

/**
 * Sends one request and returns its answer, through the proxy that the environment sets. Its errors are explained elsewhere.
 */
export class Wire {
  readonly proxy: Proxy | undefined;
  /** The secrets of the connection: a proxy's password. */
  readonly secrets: readonly string[];
  private readonly root: URL;
  private readonly setup: NetworkSetupError | undefined;
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
    this.agents ??= this.makeAgents();
    this.underWay++;
    try {
      return await this.transmit(this.outgoing(request, this.agents), signal, heard);
    } finally {
      this.underWay--;
      if (this.isClosed) this.closeIdle();
    }
  }

  private async transmit(outgoing: Outgoing, signal: AbortSignal, heard: () => void): Promise<RawAnswer> {
    const { status, headers, body } = await exchangeHeads(outgoing, signal);
    heard();
    // For unencrypted requests, the proxy's own answers look like the server's.
    if (status === 407 && this.proxy) {
      body.destroy();
      throw new ProxyError(this.proxy, status);
    }
    const stop = (): void => void body.destroy(reasonOf(signal));
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      const text = await readAnswer(body, heard);
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

  private makeAgents(): ReturnType<typeof keepAliveAgents> {
    const { options, proxy, root } = this;
    const isSecured = root.protocol === "https:";
    const tunnelled = isSecured ? proxy : undefined;
    const authorities = isSecured || proxy?.url.protocol === "https:" ? trustedAuthorities(options.variables) : undefined;
    const connectTimeout = options.connectTimeout ?? 10_000;
    return keepAliveAgents({ clock: this.clock, connectTimeout, proxy: tunnelled, authorities });
  }

  /** A proxy forwards unencrypted requests by their whole address; through a tunnel, they go to the server itself. */
  private outgoing({ method, path, headers, body }: HttpRequest, agents: ReturnType<typeof keepAliveAgents>): Outgoing {
    const { options, proxy, root } = this;
    const { host, href, pathname, search } = new URL(options.root + path);
    const forwarded = root.protocol === "http:" ? proxy : undefined;
    const hop = forwarded?.url ?? root;
    const credentials = forwarded && proxyCredentials(forwarded);
    return {
      method,
      hop,
      target: forwarded ? href : pathname + search,
      headers: {
        ...options.headers,
        Accept: "application/json",
        "User-Agent": `flagform/${options.version}`,
        Host: host,
        ...(credentials && { "Proxy-Authorization": basicCredentials(credentials) }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      agent: hop.protocol === "https:" ? agents.httpsAgent : agents.httpAgent,
    };
  }
}

function secretsOfProxy(proxy: Proxy): string[] {
  const { password = "" } = proxyCredentials(proxy) ?? {};
  return [password, proxy.url.password];
}
