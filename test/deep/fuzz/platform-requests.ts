import { Agent, request as send } from "node:http";
import { Router } from "../../../src/emulator/wire/server/router";
import { ENVIRONMENTS, type PlatformName, type PlatformWorkbench, SECRET } from "../../support/platform-workbench";
import type { Chance } from "./chance";
import { anyText, hostile, mutated } from "./hostile";

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const TYPES = [
  "application/json",
  "application/json",
  "application/json",
  "text/csv",
  "multipart/form-data",
  "",
  "application/json; charset=x",
];

/** What stands before the templates of a platform's routes. */
const BEFORE: Readonly<Record<PlatformName, readonly string[]>> = {
  flagsmith: [""],
  split: ["/internal/api/v2", "/internal/api/v3", "/api/v3", "/fme/internal/api/v2"],
  vercel: [""],
  mixpanel: [""],
};

/** Requests near to what the provider and applications send to a platform: to all of its routes, with its credential. */
export class PlatformRequests {
  private constructor(
    private readonly workbench: PlatformWorkbench,
    private readonly seen: readonly { readonly method: string; readonly path: string; readonly body: unknown }[],
    private readonly templates: readonly string[],
    private readonly words: readonly string[],
  ) {}

  /** Learns from a stack that is applied, changed and evaluated. */
  static async learn(workbench: PlatformWorkbench): Promise<PlatformRequests> {
    const find = jest.spyOn(Router.prototype, "find");
    await applyAll(workbench, true);
    await applyAll(workbench, false);
    for (const environment of ENVIRONMENTS) await workbench.evaluate(environment, "checkout", { identity: "b1" });
    const routers = new Set(
      find.mock.contexts as unknown as { readonly routes: readonly { readonly route: { readonly template: string } }[] }[],
    );
    find.mockRestore();
    const templates = [...routers].flatMap(({ routes }) => routes.map(({ route }) => route.template));
    const seen = workbench.server.requests().map(({ method, path, body }) => ({ method, path, body }));
    workbench.server.resetRequests();
    const words = [...new Set(seen.flatMap(({ path }) => path.split(/[/?&=]/)).filter((each) => each !== ""))];
    return new PlatformRequests(workbench, seen, [...new Set(templates)], words);
  }

  private get writes() {
    return this.seen.filter(({ method }) => method !== "GET");
  }

  /** What was read, to be read again. */
  get reads(): readonly string[] {
    return [...new Set(this.seen.filter(({ method }) => method === "GET").map(({ path }) => path))];
  }

  read(path: string): WireRequest {
    return { method: "GET", path, headers: this.credential, body: undefined };
  }

  next(chance: Chance): WireRequest {
    if (chance.oneIn(20)) return this.question(chance);
    const { method, path, body } = chance.pick(chance.oneIn(2) ? this.writes : this.seen);
    const isOther = chance.oneIn(3);
    const usedMethod = isOther || chance.oneIn(8) ? chance.pick(METHODS) : method;
    const usedBody =
      body === null || chance.oneIn(20) ? (usedMethod === "GET" ? undefined : hostile(chance)) : mutated(chance, body);
    const text = usedBody === undefined ? undefined : JSON.stringify(usedBody);
    return {
      method: usedMethod,
      path: this.path(chance, isOther ? this.fromTemplate(chance) : path),
      headers: { ...(chance.oneIn(30) ? {} : this.credential), "content-type": chance.pick(TYPES), ...this.extra(chance) },
      body: text !== undefined && chance.oneIn(40) ? text.slice(0, chance.below(text.length + 1)) : text,
    };
  }

  /** What somebody is served, which some platforms do not tell themselves. */
  private question(chance: Chance): WireRequest {
    const [environment, flag, key] = ["production", "checkout", "b1"];
    const where = { project: chance.oneIn(2) ? "Shop" : environment, workspace: "Shop", environment, flag };
    const who = {
      key,
      attributes: { plan: "beta" },
      entities: { user: { id: key } },
      context: { distinct_id: key },
      profile: {},
      mode: "remote",
    };
    const own = QUESTION[this.workbench.name];
    const asked = Object.entries({ ...where, ...who }).filter(([name]) => own.includes(name) || name in where);
    return {
      ...{
        method: "POST",
        path: "/__emulator__/evaluate",
        body: JSON.stringify(mutated(chance, Object.fromEntries(asked))),
      },
      headers: { authorization: `Bearer ${this.workbench.server.controlToken}`, "content-type": "application/json" },
    };
  }

  private fromTemplate(chance: Chance): string {
    const filled = chance.pick(this.templates).replace(/\{[^{}]*\}/g, () => encodeURIComponent(chance.pick(this.words)));
    return chance.pick(BEFORE[this.workbench.name]) + filled;
  }

  private path(chance: Chance, path: string): string {
    const parts = path.split("/");
    if (chance.oneIn(4)) {
      const word = chance.oneIn(4) ? anyText(chance) : chance.pick(this.words);
      parts.splice(1 + chance.below(parts.length), chance.below(2), encodeURIComponent(word));
    }
    const query = chance.oneIn(5)
      ? `${path.includes("?") ? "&" : "?"}${chance.pick(QUERIES)}=${encodeURIComponent(anyText(chance))}`
      : "";
    return `${parts.join("/")}${query}`;
  }

  private get credential(): Readonly<Record<string, string>> {
    const server: object = this.workbench.server;
    if (this.workbench.name === "flagsmith")
      return { authorization: `Api-Key admin000.${SECRET}`, "x-environment-key": "production-key" };
    if (!("username" in server)) return { authorization: `Bearer ${SECRET}` };
    return { authorization: `Basic ${Buffer.from(`${String(server.username)}:${SECRET}`).toString("base64")}` };
  }

  private extra(chance: Chance): Readonly<Record<string, string>> {
    if (!chance.oneIn(10)) return {};
    const value = anyText(chance).replace(/[^\t\x20-\x7e]/g, "?");
    return { [chance.pick(["if-match", "accept", "range", "x-http-method-override", "accept-encoding", "expect"])]: value };
  }
}

/** Beside the flag's whereabouts. */
const QUESTION: Readonly<Record<PlatformName, readonly string[]>> = {
  ...{ flagsmith: [], split: ["key", "attributes"], vercel: ["entities"], mixpanel: ["context", "profile", "mode"] },
};

const QUERIES = [
  "page",
  "page_size",
  "limit",
  "offset",
  "cursor",
  "name",
  "search",
  "environment",
  "feature",
  "id",
  "q",
  "sort",
  "teamId",
  "slug",
  "replace",
];

async function applyAll(workbench: PlatformWorkbench, isOn: boolean): Promise<void> {
  const flag = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
  const on = {
    ...flag,
    environment: "production",
    enabled: isOn,
    depends_on: ["flagform_environment_definition.production"],
  };
  await workbench.apply({
    feature_flag: { f: { key: "checkout", type: "boolean", description: String(isOn) } },
    environment_definition: Object.fromEntries(
      ENVIRONMENTS.map((environment) => [environment, { ...flag, environment, enabled: isOn }]),
    ),
    segment_override: { o: { ...on, segment: "beta" } },
    identity_override: { i: { ...on, identity: "user-42" } },
  });
}

const AGENT = new Agent({ keepAlive: true });

/** The status and the text of the answer. */
export function sendTo(
  url: string,
  { method, path, headers, body }: WireRequest,
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const message = send({ hostname, port, method, path, headers: { ...headers, ...length }, agent: AGENT }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    });
    message.on("error", (failure: NodeJS.ErrnoException) => {
      // The server has closed the connection that was idle: nothing was asked.
      if (message.reusedSocket && failure.code === "ECONNRESET") resolve(sendTo(url, { method, path, headers, body }));
      else reject(failure);
    });
    message.end(body);
  });
}
