import { Client, credentials, type ServiceError, status } from "@grpc/grpc-js";
import { encode } from "@msgpack/msgpack";
import { flagformProvider } from "../../../src/resources/provider/provider";
import { providerAttributes } from "../../../src/resources/provider/provider-attributes";
import { type DiagnosticInput, SEVERITY } from "../../../src/terraform/protocol/messages";
import { type ProviderMethod, ProviderService } from "../../../src/terraform/protocol/provider-service";
import type { Attributes, Type } from "../../../src/terraform/schema";
import { type RunningServer, startServer } from "../../../src/terraform/start-server";
import { fc } from "../../support/fast-check";
import { type PlatformName, PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";
import { VirtualClock } from "../../support/virtual-clock";
import { DEEP_TIMEOUT_MS, holds } from "../deep";
import { Reused } from "../reused";
import { Chance } from "./chance";
import { mangled } from "./hostile";
import { Requests, RESOURCES } from "./requests";

/**
 * Procedures of a provider on an emulated platform are called with mutated messages, many at once, in any order, before and after it is
 * configured: each is answered, what is no message with a gRPC error and all else with diagnostics, and afterwards a correct call works.
 */

const METHODS = Object.keys(ProviderService) as ProviderMethod[];
/** How many calls are in flight at once. */
const AT_ONCE = 100;
/** What Terraform's core compares before it applies: mutated, the provider's answer cannot fit both. */
const WITH_A_PLAN: readonly ProviderMethod[] = ["applyResourceChange", "planResourceChange"];

type Answer = { readonly bytes: Buffer } | { readonly code: number; readonly details: string };

class Fuzzed {
  private constructor(
    readonly workbench: PlatformWorkbench,
    private readonly server: RunningServer,
    private readonly client: Client,
  ) {}

  static async start(name: PlatformName): Promise<Fuzzed> {
    // A time of its own: what waits for a host, or for a hundredth of a second, waits for nothing.
    const hooks = { clock: new VirtualClock() };
    const workbench = await PlatformWorkbench.start(name);
    const server = await startServer(flagformProvider("0.0.0-test", hooks));
    return new Fuzzed(workbench, server, new Client(server.address, credentials.createInsecure()));
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.server.stop();
    await this.workbench.stop();
  }

  call(method: ProviderMethod, bytes: Buffer): Promise<Answer> {
    return new Promise((resolve) => {
      const same = (each: Buffer): Buffer => each;
      this.client.makeUnaryRequest(
        ProviderService[method].path,
        same,
        same,
        bytes,
        (failure: ServiceError | null, answer?: Buffer) => {
          resolve(failure ? { code: failure.code, details: failure.details } : { bytes: answer ?? Buffer.alloc(0) });
        },
      );
    });
  }

  /** What Terraform sends first; gives the errors. */
  async configure(): Promise<string[]> {
    const [block] = (this.workbench.stack({}) as { readonly provider: { readonly flagform: readonly object[] } }).provider
      .flagform;
    const config = { msgpack: encode(whole(providerAttributes, block ?? {})) };
    const bytes = ProviderService.configureProvider.requestSerialize({ terraformVersion: "1.11.4", config });
    return errorsIn("configureProvider", await this.call("configureProvider", bytes));
  }

  /** A correct plan of a flag. */
  async plan(): Promise<string[]> {
    const attributes = RESOURCES.find((each) => each.type === "flagform_feature_flag")?.attributes ?? {};
    const config = { msgpack: encode(whole(attributes, { key: "a-flag-of-its-own", type: "boolean" })) };
    const bytes = ProviderService.planResourceChange.requestSerialize({
      ...{ typeName: "flagform_feature_flag", config, proposedNewState: config, priorState: { msgpack: encode(null) } },
    });
    return errorsIn("planResourceChange", await this.call("planResourceChange", bytes));
  }
}

/** An object with all of its attributes, as Terraform sends it. */
function whole(attributes: Attributes, value: object): Record<string, unknown> {
  const given = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(Object.entries(attributes).map(([name, { type }]) => [name, completed(type, given.get(name))]));
}

function completed(type: Type, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value ?? null;
  if (type.kind === "object") return whole(type.attributes, value);
  if (type.kind !== "map") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, completed(type.element, each)]));
}

/** The errors in an answer, each as one text. */
function errorsIn(method: ProviderMethod, answer: Answer): string[] {
  if (!("bytes" in answer)) return [`gRPC ${String(answer.code)}: ${answer.details}`];
  const decoded: object = ProviderService[method].responseDeserialize(answer.bytes);
  const diagnostics = "diagnostics" in decoded ? (decoded.diagnostics as readonly DiagnosticInput[]) : [];
  const errors = diagnostics.filter(({ severity }) => severity === SEVERITY.error);
  return errors.map(({ summary = "", detail = "" }) => `${summary}: ${detail}`);
}

const GRPC_REFUSALS: readonly number[] = [status.INVALID_ARGUMENT, status.INTERNAL];

function requireAnswer(method: ProviderMethod, answer: Answer): void {
  const text = errorsIn(method, answer).join("\n");
  if (!("bytes" in answer)) expect(GRPC_REFUSALS).toContain(answer.code);
  expect(text).not.toContain("The provider did not expect this");
  if (!WITH_A_PLAN.includes(method)) expect(text).not.toContain("report this");
}

const unhandled: unknown[] = [];
const keep = (reason: unknown): void => void unhandled.push(reason);
beforeAll(() => process.on("unhandledRejection", keep).on("uncaughtException", keep));
afterAll(() => process.off("unhandledRejection", keep).off("uncaughtException", keep));

describe.each(PLATFORMS)("%s", (name) => {
  const servers = new Reused(() => Fuzzed.start(name), 30);
  afterAll(() => servers.stop());

  test(
    "mutated calls are answered, and a correct call afterwards works",
    () =>
      holds(
        `Procedures of ${name} (each of ${String(AT_ONCE)} calls)`,
        { part: 1, whole: 250 },
        fc.integer(),
        async (seed) => {
          const chance = new Chance(seed);
          const server = await servers.take();
          if (chance.oneIn(2)) await server.configure();
          const requests = new Requests(chance, { misfits: chance.pick([8, 40, 400]), bytes: chance.pick([2, 20, 200]) });
          const calls = Array.from({ length: AT_ONCE }, async () => {
            const method = chance.pick(METHODS);
            const bytes = requests.message(method);
            requireAnswer(method, await server.call(method, chance.oneIn(10) ? mangled(chance, bytes) : bytes));
          });
          await Promise.all(calls);
          expect(await server.configure()).toEqual([]);
          expect(await server.plan()).toEqual([]);
          expect(unhandled).toEqual([]);
        },
      ),
    DEEP_TIMEOUT_MS,
  );
});
