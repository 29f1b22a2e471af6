import type { ResourceConfiguration } from "../stack/configuration";
import type { Value, ValueRecord } from "../values/value";
import type { Expanded } from "./stack-values";

/** What is kept between runs, as plain JSON in the terms of Terraform's state files. */
export interface StackState {
  /** Raised by each operation that changes anything; a saved plan is for one serial only. */
  readonly serial: number;
  readonly instances: readonly InstanceState[];
  readonly outputs: { readonly [name: string]: OutputState };
}

interface OutputState {
  readonly value: Value;
  readonly sensitive: boolean;
}

export interface InstanceState {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
  /** The provider's source address. */
  readonly source: string;
  /** The key of the provider's configuration in the stack, as `flagform` or `flagform.other`. */
  readonly provider: string;
  readonly schemaVersion: number;
  readonly attributes: ValueRecord;
  /** The provider's private data, base64. */
  readonly private: string;
  /** What identifies the object, as Terraform 1.12 and later keep it; absent in states of earlier ones. */
  readonly identity?: ValueRecord;
  readonly identityVersion?: number;
  readonly status: "ready" | "tainted";
  /** The resources this one was made after. */
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
  /** Set on an object that was replaced but is not destroyed yet. */
  readonly deposed?: string;
}

export const EMPTY_STATE: StackState = { serial: 0, instances: [], outputs: {} };

/** A state being worked on. */
export class WorkingState {
  private readonly instances: Map<string, InstanceState>;
  readonly outputs: Map<string, OutputState>;

  constructor(state: StackState) {
    this.instances = new Map(state.instances.map((each) => [slot(each.address, each.deposed), each]));
    this.outputs = new Map(Object.entries(state.outputs));
  }

  get(address: string, deposed?: string): InstanceState | undefined {
    return this.instances.get(slot(address, deposed));
  }

  set(instance: InstanceState): void {
    this.instances.set(slot(instance.address, instance.deposed), instance);
  }

  remove(address: string, deposed?: string): void {
    this.instances.delete(slot(address, deposed));
  }

  /** After everything was destroyed: removes data source results and outputs too. */
  clear(): void {
    this.outputs.clear();
    for (const [key, each] of this.instances) if (each.mode === "data") this.instances.delete(key);
  }

  all(): readonly InstanceState[] {
    return [...this.instances.values()];
  }

  snapshot(serial: number): StackState {
    const instances = [...this.instances.values()].sort((left, right) => (left.address < right.address ? -1 : 1));
    return { serial, instances, outputs: Object.fromEntries(this.outputs) };
  }
}

function slot(address: string, deposed: string | undefined): string {
  return deposed === undefined ? address : `${address} (deposed object ${deposed})`;
}

/** An instance's entry before anything is known of the object. */
export function blankState(
  resource: ResourceConfiguration,
  instance: Expanded,
  source: string,
  dependencies: readonly string[],
  createBeforeDestroy = false,
): InstanceState {
  return {
    address: instance.address,
    mode: resource.mode,
    type: resource.type,
    name: resource.name,
    ...(instance.key !== undefined && { key: instance.key }),
    source,
    provider: resource.provider,
    schemaVersion: 0,
    attributes: {},
    private: "",
    status: "ready",
    dependencies,
    createBeforeDestroy,
  };
}
