import { spawn } from "node:child_process";
import { join } from "node:path";
import { isUnknown } from "../../src/terraform/value";
import { Driver } from "../../src/testing/driver";
import { isRecord, member } from "../../src/testing/values/value";
import { hasTerraform, Workspace } from "../fixtures/terraform-run";
import { errorDiagnostic, serveRaw, type Tampering, unwire, wire } from "./raw-provider";

/**
 * The driver's claim is to be Terraform core to a provider. So both run the same steps here, each against a raw provider that
 * writes down what it is asked, and what they asked must be the same.
 */

/** `fails`: the step is to end with errors, in both. `ordered`: the order of applying is the same across all objects. */
type Step = { readonly fails?: true; readonly ordered?: true } & (
  | {
      readonly stack: object;
      readonly destroy?: true;
      readonly replace?: string;
      readonly target?: string;
      readonly refreshOnly?: true;
    }
  | { readonly import: string; readonly id: string; readonly stack: object }
);

const NOT_COMPARED = ["getProviderSchema", "stopProvider", "configureProvider", "validateProviderConfig"];
/** Identities are of Terraform 1.12 and later, which the driver plays too; this one is older. */
const LATER = { procedure: "getResourceIdentitySchemas", field: /identity/i };

/** What one provider was asked about each object, in order. */
class Recorder {
  readonly requests: string[] = [];

  readonly seen = (procedure: string, request: unknown): void => {
    if ([...NOT_COMPARED, LATER.procedure].includes(procedure)) return;
    const fields = Object.entries(request as Record<string, unknown>).flatMap(([name, field]) => {
      if (["clientCapabilities", "providerMeta"].includes(name) || LATER.field.test(name) || field === undefined) return [];
      return [`${name} ${text(field)}`];
    });
    this.requests.push([procedure, ...fields].join("\n  "));
  };

  /** Objects are worked on side by side, so only the order within each is certain, unless they hang together. */
  byObject(ordered: boolean): { readonly [name: string]: readonly string[] } {
    const groups: { [name: string]: string[] } = {};
    if (ordered) groups["applied"] = this.requests.filter((each) => each.startsWith("applyResourceChange"));
    for (const request of this.requests.splice(0)) {
      const name = /"name":"([^"]*)"/.exec(request)?.[1] ?? "";
      (groups[name] ??= []).push(request);
    }
    return groups;
  }
}

function text(field: unknown): string {
  if (Buffer.isBuffer(field)) return JSON.stringify(field.toString("latin1"));
  if (typeof field === "object" && field !== null && "msgpack" in field) {
    return JSON.stringify(unwire(field as { readonly msgpack: Buffer }), (_key, value: unknown) => {
      if (isUnknown(value)) return "(unknown)";
      return isRecord(value as never) ? Object.fromEntries(Object.entries(value as object).sort()) : value;
    });
  }
  if (typeof field === "object" && field !== null && "json" in field) {
    const stored = JSON.parse((field.json as Buffer).toString()) as object;
    return JSON.stringify(Object.fromEntries(Object.entries(stored).sort()));
  }
  return JSON.stringify(field);
}

function inTerraform(workspace: Workspace, reattach: string, ...argv: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("terraform", argv, {
      cwd: workspace.directory,
      env: {
        ...process.env,
        CHECKPOINT_DISABLE: "1",
        TF_IN_AUTOMATION: "1",
        TF_CLI_CONFIG_FILE: join(workspace.directory, "terraformrc"),
        TF_REATTACH_PROVIDERS: reattach,
      },
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`terraform ${argv.join(" ")} ended with ${String(code)}:\n${Buffer.concat(output).toString()}`));
    });
  });
}

/** Sizes that a creation or update fails with: leaving the object, or nothing. */
const FAILS_LATE = 666;
const FAILS_EARLY = 667;

const faults: Tampering = {
  applyResourceChange(answer, { plannedState, priorState }) {
    const [planned, prior] = [unwire(plannedState), unwire(priorState)];
    const failed = { ...answer, diagnostics: [errorDiagnostic("As the size wants it")] };
    if (planned === null) return member(prior, "mode") === "stuck" ? { ...failed, newState: priorState } : answer;
    if (member(planned, "size") === FAILS_LATE) return failed;
    return member(planned, "size") === FAILS_EARLY ? { ...failed, newState: wire(null) } : answer;
  },
  readResource(answer, { currentState }) {
    return member(unwire(currentState), "mode") === "vanishes" ? { ...answer, newState: wire(null) } : answer;
  },
};

/** Runs the steps; whether each did what it should; what was asked in each. */
async function asks(recorder: Recorder, steps: readonly Step[], run: (step: Step) => Promise<void>): Promise<unknown[]> {
  const asked: unknown[] = [];
  for (const step of steps) {
    const failure: unknown = await run(step).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if ((failure !== undefined) !== (step.fails ?? false)) throw failure ?? new Error("the step was to fail");
    asked.push(recorder.byObject(step.ordered ?? false));
  }
  return asked;
}

async function asksOfTerraform(steps: readonly Step[]): Promise<unknown[]> {
  const recorder = new Recorder();
  const server = await serveRaw(faults, recorder.seen);
  const workspace = new Workspace();
  const Addr = { Network: "tcp", String: server.address };
  const plugin = { Protocol: "grpc", ProtocolVersion: 6, Pid: process.pid, Test: true, Addr };
  const reattach = JSON.stringify({ "registry.terraform.io/flagform/raw": plugin });
  try {
    workspace.write("main.tf.json", JSON.stringify(REQUIRED));
    await inTerraform(workspace, reattach, "init", "-input=false");
    return await asks(recorder, steps, async (step) => {
      workspace.write("main.tf.json", JSON.stringify({ ...REQUIRED, ...step.stack }));
      await inTerraform(workspace, reattach, ...commandLine(step));
    });
  } finally {
    workspace.remove();
    await server.stop();
  }
}

function commandLine(step: Step): string[] {
  if ("import" in step) return ["import", "-input=false", step.import, step.id];
  const { destroy, refreshOnly, replace, target } = step;
  return [
    ...["apply", "-auto-approve", "-input=false", "-no-color"],
    ...(destroy ? ["-destroy"] : []),
    ...(refreshOnly ? ["-refresh-only"] : []),
    ...(replace ? [`-replace=${replace}`] : []),
    ...(target ? [`-target=${target}`] : []),
  ];
}

async function asksOfDriver(steps: readonly Step[]): Promise<unknown[]> {
  const recorder = new Recorder();
  const driver = new Driver({ source: "flagform/raw", launch: () => serveRaw(faults, recorder.seen) });
  return asks(recorder, steps, async (step) => {
    const stack = { ...REQUIRED, ...step.stack };
    if ("import" in step) {
      await driver.import(stack, step.import, step.id);
      return;
    }
    const { destroy = false, refreshOnly = false, replace, target } = step;
    await driver.apply(stack, { destroy, refreshOnly, replace: replace ? [replace] : [], targets: target ? [target] : [] });
  });
}

const REQUIRED = { terraform: { required_providers: { raw: { source: "flagform/raw" } } } };

function thing(bodies: object, more: object = {}): object {
  return { ...(Object.keys(bodies).length > 0 && { resource: { raw_thing: bodies } }), ...more };
}

const rich = { name: "a", size: 1.5, labels: { k: "v" }, tags: ["y", "x", "x"], parts: [{ title: "p" }], token: "hush" };

/** The first is gone as soon as anybody looks. */
const REFERRED = { a: { name: "a", mode: "vanishes" }, b: { name: "b", mode: "${raw_thing.a.id}" } };

const journeys: { readonly [name: string]: readonly Step[] } = {
  "create, nothing, update, replace, destroy": [
    { stack: thing({ a: rich }) },
    { stack: thing({ a: rich }) },
    { stack: thing({ a: { ...rich, size: "0.1", labels: null, parts: [{ title: "p" }, { title: "q", anchor: null }] } }) },
    { stack: thing({ a: { ...rich, name: "b" } }) },
    { stack: thing({ a: { ...rich, name: "b" } }), destroy: true },
  ],
  "references, known only after apply": [
    {
      stack: thing({ a: { name: "a" }, b: { name: "b", mode: "x-${raw_thing.a.id}", labels: { id: "${raw_thing.a.id}" } } }),
    },
    { stack: thing({ b: { name: "b" } }) },
    { stack: thing({}) },
  ],
  "-replace, and create before destroy": [
    { stack: thing({ a: { name: "a", lifecycle: { create_before_destroy: true } } }) },
    { stack: thing({ a: { name: "a", lifecycle: { create_before_destroy: true } } }), replace: "raw_thing.a" },
    { stack: thing({ a: { name: "a" } }), replace: "raw_thing.a" },
  ],
  ignore_changes: [
    { stack: thing({ a: { ...rich, mode: "m" } }) },
    {
      stack: thing({
        a: {
          name: "a",
          size: 9,
          labels: { k: "w", l: "m" },
          lifecycle: { ignore_changes: ["size", 'labels["k"]', "tags"] },
        },
      }),
    },
    { stack: thing({ a: { name: "a", size: 7, lifecycle: { ignore_changes: "all" } } }) },
  ],
  "moved, count and for_each": [
    { stack: thing({ a: { name: "a" } }) },
    { stack: thing({ b: { name: "a" } }, { moved: [{ from: "raw_thing.a", to: "raw_thing.b" }] }) },
    { stack: thing({ b: { name: "a", count: 1 } }) },
    {
      stack: thing(
        { b: { name: "${each.key}", size: "${each.value}", for_each: { a: 1, c: 2 } } },
        { moved: [{ from: "raw_thing.b[0]", to: 'raw_thing.b["a"]' }] },
      ),
    },
    { stack: thing({ b: { name: "${each.key}", size: "${each.value}", for_each: { c: 2 } } }) },
  ],
  "import by command and by block": [
    { import: "raw_thing.a", id: "a", stack: thing({ a: { name: "a" } }) },
    { stack: thing({ a: { name: "a", size: 1 } }) },
    { stack: thing({ a: { name: "a", size: 1 }, b: { name: "b" } }, { import: [{ to: "raw_thing.b", id: "b" }] }) },
  ],
  "-target and -refresh-only": [
    {
      stack: thing({ a: { name: "a" }, b: { name: "b", mode: "${raw_thing.a.id}" }, c: { name: "c" } }),
      target: "raw_thing.b",
    },
    { stack: thing({ a: { name: "a" }, b: { name: "b", mode: "${raw_thing.a.id}" }, c: { name: "c" } }), refreshOnly: true },
    {
      stack: thing({ a: { name: "a" }, b: { name: "b", mode: "${raw_thing.a.id}" }, c: { name: "c" } }),
      target: "raw_thing.a",
      destroy: true,
    },
  ],
  "-refresh-only where somebody deleted what others refer to": [
    { stack: thing(REFERRED, { data: { raw_thing: { d: { name: "d-${raw_thing.a.id}" }, e: { name: "e" } } } }) },
    {
      stack: thing(REFERRED, { data: { raw_thing: { d: { name: "d-${raw_thing.a.id}" }, e: { name: "e" } } } }),
      refreshOnly: true,
    },
    { stack: thing({}) },
  ],
  "data sources, at once and in the apply": [
    {
      stack: thing(
        { a: { name: "a" } },
        { data: { raw_thing: { d: { name: "d" }, e: { name: "e", depends_on: ["raw_thing.a"] } } } },
      ),
    },
    { stack: thing({ a: { name: "a", mode: "${data.raw_thing.e.mode}" } }, { data: { raw_thing: { e: { name: "e" } } } }) },
  ],
  "failures: tainted, kept, skipped, deposed": [
    {
      stack: thing({ a: { name: "a", size: FAILS_LATE }, b: { name: "b", mode: "${raw_thing.a.id}" }, c: { name: "c" } }),
      fails: true,
    },
    { stack: thing({ a: { name: "a", size: 1 }, b: { name: "b", mode: "${raw_thing.a.id}" }, c: { name: "c" } }) },
    { stack: thing({ a: { name: "a", size: FAILS_LATE } }), fails: true },
    { stack: thing({ a: { name: "a", size: FAILS_EARLY } }), fails: true },
    { stack: thing({ a: { name: "a", size: 2, mode: "stuck" }, d: { name: "d", size: FAILS_EARLY } }), fails: true },
    { stack: thing({ a: { name: "e", lifecycle: { create_before_destroy: true } } }), fails: true },
    { stack: thing({ a: { name: "e", lifecycle: { create_before_destroy: true } } }), fails: true },
  ],
  "order of what is destroyed, replaced and changed": [
    {
      stack: thing({
        a: { name: "a" },
        b: { name: "b", mode: "${raw_thing.a.id}" },
        c: { name: "c", depends_on: ["raw_thing.b"] },
      }),
      ordered: true,
    },
    {
      stack: thing({
        a: { name: "z" },
        b: { name: "b", mode: "${raw_thing.a.id}", lifecycle: { replace_triggered_by: ["raw_thing.a"] } },
      }),
      ordered: true,
    },
    { stack: thing({ b: { name: "b", mode: "own" } }), ordered: true },
    {
      stack: thing({
        a: { name: "a" },
        b: { name: "b", mode: "${raw_thing.a.id}", lifecycle: { create_before_destroy: true } },
      }),
      ordered: true,
    },
    {
      stack: thing({
        a: { name: "y" },
        b: { name: "x", mode: "${raw_thing.a.id}", lifecycle: { create_before_destroy: true } },
      }),
      ordered: true,
    },
    { stack: thing({}), ordered: true },
  ],
};

(hasTerraform() ? describe : describe.skip)("asks a provider what Terraform asks", () => {
  test.each(Object.keys(journeys))("%s", async (name) => {
    const steps = journeys[name] ?? [];
    const [real, ours] = [await asksOfTerraform(steps), await asksOfDriver(steps)];
    expect(ours).toEqual(real);
  });
});
