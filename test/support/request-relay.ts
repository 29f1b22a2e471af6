import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Endpoint } from "./terraform-workspace";

/** One request on its way, to the emulator or back. */
export interface Passing {
  /** From 1, over all that matched so far. */
  readonly count: number;
  readonly method: string;
  readonly path: string;
  /** Resolves when whoever asked has gone without waiting for the answer. */
  readonly abandoned: Promise<void>;
}

/** Stands before an emulator, so that a test can act in the middle of a request. What it returns is waited for. */
export interface RequestRelay extends Endpoint {
  /** Before the emulator has the request. */
  onRequest(matches: Matcher, act: Action): void;
  /** After the emulator has done what was asked, and before the provider hears of it. */
  onAnswer(matches: Matcher, act: Action): void;
  /** From now on everything passes. */
  letPass(): void;
  stop(): Promise<void>;
}

type Matcher = (request: { readonly method: string; readonly path: string }) => boolean;
type Action = (passing: Passing) => Promise<void> | void;

interface Hook {
  readonly matches: Matcher;
  readonly act: Action;
  count: number;
}

const OF_THE_CONNECTION = new Set(["connection", "content-length", "keep-alive", "transfer-encoding"]);

export const isWrite: Matcher = ({ method }) => method !== "GET";

export async function startRequestRelay(emulator: Endpoint): Promise<RequestRelay> {
  let hooks: { readonly before: Hook[]; readonly after: Hook[] } = { before: [], after: [] };

  const run = async (which: readonly Hook[], request: Omit<Passing, "count">): Promise<void> => {
    for (const hook of which.filter(({ matches }) => matches(request))) {
      hook.count += 1;
      await hook.act({ ...request, count: hook.count });
    }
  };

  const relay = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [method = "GET", path = "/"] = [message.method, message.url];
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const passing = { method, path, abandoned: new Promise<void>((resolve) => response.once("close", resolve)) };
    await run(hooks.before, passing);
    // A server hears nothing of a request whose sender has gone before it was sent.
    if (response.closed) return;
    const { host, connection, "content-length": length, ...headers } = message.headers as Record<string, string>;
    const answer = await fetch(`${emulator.url}${path}`, {
      method,
      headers,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    await run(hooks.after, passing);
    const kept = [...answer.headers].filter(([name]) => !OF_THE_CONNECTION.has(name));
    response.writeHead(answer.status, Object.fromEntries(kept)).end(body);
  };

  const server = createServer((message, response) => {
    relay(message, response).catch(() => {
      message.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    key: emulator.key,
    onRequest: (matches, act) => void hooks.before.push({ matches, act, count: 0 }),
    onAnswer: (matches, act) => void hooks.after.push({ matches, act, count: 0 }),
    letPass: () => {
      hooks = { before: [], after: [] };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
