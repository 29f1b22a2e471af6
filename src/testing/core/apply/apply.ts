import { failure, throwFailures } from "../../failure";
import { Graph } from "../../graph";
import { evaluate } from "../../stack/evaluate";
import type { InstanceChange } from "../change";
import type { Phase } from "../phase";
import type { Expanded } from "../stack-values";
import type { InstanceState } from "../state";
import { applyData, applyInstance, destroyInstance } from "./apply-instance";

const DEPOSED = "00000001";

/** Applies a plan. Everything that was done is in the phase's state, even when this throws. */
export async function applyChanges(
  phase: Phase,
  changes: readonly InstanceChange[],
  outputs: readonly string[],
): Promise<void> {
  const applying = new Applying(phase, changes);
  await applying.run(outputs);
}

class Applying {
  /** Nodes that create, update or read, by resource. */
  private readonly makers = new Map<string, string[]>();
  /** Nodes that destroy, by resource. */
  private readonly destroyers = new Map<string, string[]>();

  constructor(
    private readonly phase: Phase,
    private readonly changes: readonly InstanceChange[],
  ) {
    for (const change of changes) {
      if (change.action !== "delete") push(this.makers, change.resource, makerId(change));
      if (destroys(change)) push(this.destroyers, change.resource, destroyerId(change));
    }
  }

  async run(outputs: readonly string[]): Promise<void> {
    const graph = new Graph();
    for (const stored of this.phase.state.all()) {
      if (stored.deposed === undefined) this.phase.values.set(stored.address, stored.attributes);
    }
    for (const change of this.changes) {
      if (change.action !== "delete") this.phase.values.set(change.address, change.after);
    }
    for (const change of this.changes) {
      if (change.action !== "delete") this.addMaker(graph, change);
      if (destroys(change)) this.addDestroyer(graph, change);
    }
    for (const name of outputs) {
      const after = [...this.phase.dependencies.ofOutput(name)].flatMap((id) => this.makersOfAll(id));
      graph.add(`output ${name}`, after, () => this.output(name));
    }
    throwFailures(await graph.walk());
  }

  private addMaker(graph: Graph, change: InstanceChange): void {
    const closure = [...this.phase.dependencies.closure(change.resource)];
    const after = new Set(closure.flatMap((id) => this.makers.get(id) ?? []));
    // What it depended on until now is destroyed first, unless that is set to happen last.
    for (const dependency of this.phase.state.get(change.address)?.dependencies ?? []) {
      for (const other of this.changes) {
        if (other.resource === dependency && destroys(other) && !other.createBeforeDestroy) after.add(destroyerId(other));
      }
    }
    if (change.action === "replace" && !change.createBeforeDestroy) after.add(destroyerId(change));
    // Unchanged resources need no provider and are here only for ordering.
    if (change.action !== "no-op") after.add(this.configured(graph, change.provider));
    graph.add(makerId(change), after, () => this.phase.instance(change.address, () => this.make(change)));
  }

  private addDestroyer(graph: Graph, change: InstanceChange): void {
    const after = new Set<string>();
    for (const other of this.changes) {
      const stored = this.phase.state.get(other.address, other.deposed);
      const dependsOnIt =
        stored?.dependencies.includes(change.resource) ??
        this.phase.dependencies.closure(other.resource).has(change.resource);
      if (!dependsOnIt || other === change) continue;
      if (destroys(other)) after.add(destroyerId(other));
      // An object with create_before_destroy is destroyed once nothing created or changed refers to it any more.
      if (change.createBeforeDestroy && other.action !== "delete") after.add(makerId(other));
    }
    if (change.action === "replace" && change.createBeforeDestroy) after.add(makerId(change));
    after.add(this.configured(graph, change.provider));
    graph.add(destroyerId(change), after, () => this.phase.instance(change.address, () => this.destroy(change)));
  }

  private configured(graph: Graph, key: string): string {
    const id = `provider ${key}`;
    if (!graph.has(id)) {
      const after = [...this.phase.dependencies.ofProvider(key)].flatMap((each) => this.makersOfAll(each));
      graph.add(id, after, () => this.phase.configure(key));
    }
    return id;
  }

  private makersOfAll(id: string): string[] {
    return [id, ...this.phase.dependencies.closure(id)].flatMap((each) => this.makers.get(each) ?? []);
  }

  private async make(change: InstanceChange): Promise<void> {
    const resource = this.phase.configuration.resources.get(change.resource);
    if (!resource || change.action === "no-op") return;
    const instance = this.phase.values.expand(resource).find(({ address }) => address === change.address);
    if (!instance)
      throw failure("Inconsistent plan", "The instance is planned, but the stack no longer expands to it.", change.address);
    if (change.mode === "data") return applyData(this.phase, change, resource, instance);
    const setAside = change.action === "replace" && change.createBeforeDestroy ? this.depose(change) : undefined;
    try {
      await applyInstance(this.phase, change, resource, instance as Expanded);
    } catch (cause) {
      if (setAside && !this.phase.state.get(change.address)) {
        this.phase.state.remove(change.address, DEPOSED);
        this.phase.state.set(setAside);
      }
      throw cause;
    }
  }

  private depose(change: InstanceChange): InstanceState | undefined {
    const stored = this.phase.state.get(change.address);
    if (!stored) return undefined;
    this.phase.state.remove(change.address);
    this.phase.state.set({ ...stored, deposed: DEPOSED });
    return stored;
  }

  private async destroy(change: InstanceChange): Promise<void> {
    const deposed = change.action === "replace" && change.createBeforeDestroy ? DEPOSED : change.deposed;
    const stored = this.phase.state.get(change.address, deposed);
    if (stored) await destroyInstance(this.phase, change, stored);
  }

  private output(name: string): Promise<void> {
    const output = this.phase.configuration.outputs.get(name);
    if (output) {
      const value = evaluate(output.value, this.phase.values.scope());
      this.phase.state.outputs.set(name, { value, sensitive: output.sensitive });
    }
    return Promise.resolve();
  }
}

function destroys(change: InstanceChange): boolean {
  return change.action === "delete" || change.action === "replace";
}

function makerId(change: InstanceChange): string {
  return `make ${change.address}`;
}

function destroyerId(change: InstanceChange): string {
  return `destroy ${change.address} ${change.deposed ?? ""}`;
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
