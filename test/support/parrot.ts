import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { spellingsOf } from "./canary";

/** How it answers: with a status and JSON or a page that repeats the request's headers, cut in the middle, or elsewhere. */
export type Manner =
  | { readonly kind: "json" | "page" | "text"; readonly status: number }
  | { readonly kind: "cut" }
  | { readonly kind: "redirect"; readonly to: string };

export interface Parrot {
  readonly url: string;
  /** The credentials that came, of all requests. */
  readonly heard: string[];
  stop(): Promise<void>;
}

/**
 * A server that repeats whatever credential it is sent, in every spelling that it can think of and at every place where texts
 * may be cut: what debugging proxies and careless error pages do.
 */
export async function startParrot(manner: () => Manner): Promise<Parrot> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    request.resume();
    heard.push(...credentialsOf(request));
    answer(manner(), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    heard,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function answer(manner: Manner, request: IncomingMessage, response: ServerResponse): void {
  const said = echoOf(credentialsOf(request));
  switch (manner.kind) {
    case "json": {
      const body = { detail: said, message: said, error: { code: "refused", message: said }, [said]: [said], details: said };
      response.writeHead(manner.status, { "content-type": "application/json", "x-request-id": bytesOf(said) });
      response.end(JSON.stringify(body));
      return;
    }
    case "page":
      response.writeHead(manner.status, { "content-type": "text/html" });
      response.end(`<html><head><title>${said}</title></head><body><p>${said}</p></body></html>`);
      return;
    case "text":
      response.writeHead(manner.status, { "content-type": "text/plain" });
      response.end(said);
      return;
    case "cut":
      response.writeHead(200, { "content-type": "application/json", "content-length": "100000" });
      response.write(JSON.stringify({ results: said }).slice(0, -5));
      setImmediate(() => request.socket.destroy());
      return;
    case "redirect":
      response.writeHead(302, { location: `${manner.to}/?token=${encodeURIComponent(said)}` });
      response.end();
  }
}

/** As a header carries it. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}

function credentialsOf({ headers }: IncomingMessage): string[] {
  return [headers.authorization, headers["x-api-key"], headers["proxy-authorization"]].flatMap((each) =>
    typeof each === "string" ? [each] : [],
  );
}

function echoOf(credentials: readonly string[]): string {
  const spelled = credentials.flatMap((each) => {
    const bare = each.replace(/^(?:Api-Key|Token|Bearer|Basic) /, "");
    const decoded = each.startsWith("Basic ") ? Buffer.from(bare, "base64").toString() : bare;
    const own = decoded.slice(decoded.indexOf(":") + 1);
    return [...new Set([each, bare, decoded, own])].flatMap((secret) => spellingsOf({ secret }));
  });
  // Texts for people are cut at 200 characters: one spelling after another comes to stand across that place.
  const across = spelled.map((each) => `${"x".repeat(Math.max(0, 193 - each.length / 2))} ${each}`);
  const [pick = ""] = [across[turns++ % Math.max(1, across.length)] ?? ""];
  return turns % 3 === 0 ? `you are ${spelled.join(" ")}` : pick;
}

let turns = 0;
