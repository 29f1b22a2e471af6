import { failure, throwFailures } from "../../failure";
import { Graph } from "../../graph";
import { parseAddress, resourceId } from "../../stack/address";
import type { ResourceConfiguration } from "../../stack/configuration";
import type { Value } from "../../values/value";
import type { Drift, InstanceChange } from "../change";
import { readData } from "../data";
import type { Phase } from "../phase";
import type { Expanded } from "../stack-values";
import type { InstanceState } from "../state";
import { planManaged, type PlannedChange } from "./managed";
import { applyMoves } from "./moved";
import { planOutput } from "./output";
import { planRemoval } from "./plan-delete";
import { Selection } from "./selection";

export interface PlanSettings {
  readonly mode: "normal" | "refresh-only" | "destroy";
  /** False is `-refresh=false`. */
  readonly refresh: boolean;
  readonly targets: readonly string[];
  /** `-replace`: instances to replace, needed or not. */
  readonly replace: readonly string[];
}

export interface StackPlan {
  readonly changes: readonly InstanceChange[];
  readonly drift: readonly Drift[];
  /** May hold unknown values. */
  readonly outputs: ReadonlyMap<string, Value>;
}

/** Plans a whole stack. The phase's state is refreshed on the way. */
export async function planStack(phase: Phase, settings: PlanSettings): Promise<StackPlan> {
  const planning = new Planning(phase, settings, await applyMoves(phase));
  return planning.run();
}

class Planning {
  private readonly changes = new Map<string, InstanceChange>();
  private readonly drift: Drift[] = [];
  private readonly outputs = new Map<string, Value>();
  private readonly selection: Selection;
  /** The resources that say so themselves. */
  private readonly createdFirst: readonly ResourceConfiguration[];
  /** What the state held at the beginning, by resource. */
  private readonly stored: ReadonlyMap<string, readonly InstanceState[]>;

  constructor(
    private readonly phase: Phase,
    private readonly settings: PlanSettings,
    private readonly previous: ReadonlyMap<string, string>,
  ) {
    this.selection = new Selection(settings.targets, phase.dependencies);
    this.createdFirst = [...phase.configuration.resources.values()].filter((each) => each.lifecycle.createBeforeDestroy);
    this.stored = byResource(phase.state.all());
    this.refuseImpossible();
  }

  async run(): Promise<StackPlan> {
    const graph = new Graph();
    const destroying = this.settings.mode === "destroy";
    for (const stored of this.phase.state.all()) {
      if (stored.deposed === undefined) this.phase.values.set(stored.address, stored.attributes);
    }
    if (!destroying && !this.selection.partial) this.forgetData();
    for (const resource of this.phase.configuration.resources.values()) {
      if (destroying || !this.selection.hasResource(resource.id)) continue;
      const after = [...this.phase.dependencies.ofResource(resource)].map((id) => `resource ${id}`);
      graph.add(`resource ${resource.id}`, [...after, this.configured(graph, resource.provider)], () =>
        this.resource(resource),
      );
    }
    for (const stored of this.orphans(destroying)) {
      const id = `orphan ${stored.address} ${stored.deposed ?? ""}`;
      graph.add(id, [this.configured(graph, stored.provider)], () => this.orphan(stored));
    }
    for (const name of destroying || this.selection.partial ? [] : this.phase.configuration.outputs.keys()) {
      const after = [...this.phase.dependencies.ofOutput(name)].map((id) => `resource ${id}`);
      graph.add(`output ${name}`, after, () => {
        planOutput(this.phase, name, this.outputs);
        return Promise.resolve();
      });
    }
    throwFailures(await graph.walk());
    const changes = [...this.changes.values()].sort((left, right) => (left.address < right.address ? -1 : 1));
    return { changes, drift: this.drift, outputs: this.outputs };
  }

  /** What was read for data sources that the stack no longer declares. */
  private forgetData(): void {
    for (const stored of this.phase.state.all().filter((each) => each.mode === "data")) {
      if (!this.phase.configuration.resources.has(resourceId(stored))) this.phase.state.remove(stored.address);
    }
  }

  private refuseImpossible(): void {
    const ids = new Set([...this.phase.configuration.resources.keys(), ...this.phase.state.all().map(resourceId)]);
    for (const address of [...this.settings.targets, ...this.settings.replace]) {
      if (ids.has(resourceId(parseAddress(address)))) continue;
      throw failure("Invalid target", `Neither the stack nor the state has ${address}.`, address);
    }
  }

  private configured(graph: Graph, key: string): string {
    const id = `provider ${key}`;
    if (!graph.has(id)) {
      const after =
        this.settings.mode === "destroy"
          ? []
          : [...this.phase.dependencies.ofProvider(key)].map((each) => `resource ${each}`);
      graph.add(id, after, () => this.phase.configure(key));
    }
    return id;
  }

  /** What the state holds and the stack no longer declares; in destroy mode everything. */
  private orphans(destroying: boolean): readonly InstanceState[] {
    const stored = this.phase.state.all().filter((each) => each.mode === "managed");
    if (destroying) return this.selection.withDependents(stored);
    return stored.filter((each) => {
      const declared = this.phase.configuration.resources.has(resourceId(each));
      return (!declared || each.deposed !== undefined) && this.selection.hasInstance(resourceId(each), each.key);
    });
  }

  private async resource(resource: ResourceConfiguration): Promise<void> {
    const expanded = this.phase.values.expand(resource);
    const chosen = expanded.filter(({ key }) => this.selection.hasInstance(resource.id, key));
    const kept = new Set(expanded.map(({ address }) => address));
    const stored = this.stored.get(resource.id) ?? [];
    const dropped = stored.filter((each) => each.deposed === undefined && !kept.has(each.address));
    const work = [
      ...chosen.map((instance) => ({ address: instance.address, run: () => this.instance(resource, instance) })),
      ...dropped.map((stored) => ({ address: stored.address, run: () => this.dropped(stored) })),
    ];
    const results = await Promise.allSettled(work.map(({ address, run }) => this.phase.instance(address, run)));
    throwFailures(results.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : [])));
  }

  private instance(resource: ResourceConfiguration, instance: Expanded): Promise<void> {
    return resource.mode === "data" ? this.data(resource, instance) : this.managed(resource, instance);
  }

  private async data(resource: ResourceConfiguration, instance: Expanded): Promise<void> {
    const { dependsOn } = resource;
    const pending =
      dependsOn.length > 0 &&
      [...this.changes.values()].some(({ action, resource: id }) => action !== "no-op" && dependsOn.includes(id));
    const before = this.phase.state.get(instance.address)?.attributes ?? null;
    const { planned, read } = await readData(this.phase, resource, instance, pending);
    this.phase.values.set(instance.address, planned);
    if (read !== undefined || this.settings.mode === "refresh-only") return;
    this.record(resource, instance, { action: "read", before, after: planned, private: new Uint8Array(), replacePaths: [] });
  }

  private async managed(resource: ResourceConfiguration, instance: Expanded): Promise<void> {
    const { value, change } = await planManaged(this.phase, this.settings, {
      resource,
      instance,
      createBeforeDestroy: this.createsFirst(resource),
      earlier: this.changes,
      drift: this.drift,
    });
    this.phase.values.set(instance.address, value);
    if (change) this.record(resource, instance, change);
  }

  /** An instance that `count` or `for_each` no longer has. */
  private async dropped(stored: InstanceState): Promise<void> {
    if (stored.mode === "data") this.phase.state.remove(stored.address);
    else if (this.selection.hasInstance(resourceId(stored), stored.key)) await this.remove(stored);
  }

  private orphan(stored: InstanceState): Promise<void> {
    return this.phase.instance(stored.address, () => this.remove(stored));
  }

  private async remove(stored: InstanceState): Promise<void> {
    const change = await planRemoval(this.phase, this.settings, stored, this.drift);
    if (change) this.changes.set(`${stored.address} ${stored.deposed ?? ""}`, { ...change, ...this.moved(stored.address) });
  }

  private record(resource: ResourceConfiguration, { address, key }: Expanded, change: PlannedChange): void {
    const { id, mode, type, name, provider } = resource;
    const createBeforeDestroy = mode === "managed" && this.createsFirst(resource);
    const whole = {
      address,
      resource: id,
      mode,
      type,
      name,
      key,
      provider,
      createBeforeDestroy,
      ...change,
      ...this.moved(address),
    };
    this.changes.set(`${address} `, whole);
  }

  private moved(address: string): { readonly previousAddress?: string } {
    const previousAddress = this.previous.get(address);
    return previousAddress === undefined ? {} : { previousAddress };
  }

  /** `create_before_destroy` is inherited: the dependencies of such a resource must do the same. */
  private createsFirst(resource: ResourceConfiguration): boolean {
    return this.createdFirst.some(
      (each) => each.id === resource.id || this.phase.dependencies.closure(each.id).has(resource.id),
    );
  }
}

function byResource(stored: readonly InstanceState[]): ReadonlyMap<string, readonly InstanceState[]> {
  const groups = new Map<string, InstanceState[]>();
  for (const each of stored) {
    const group = groups.get(resourceId(each)) ?? [];
    group.push(each);
    groups.set(resourceId(each), group);
  }
  return groups;
}
