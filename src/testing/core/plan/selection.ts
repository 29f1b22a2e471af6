import { instanceAddress, type InstanceKey, parseAddress, resourceId } from "../../stack/address";
import type { Dependencies } from "../../stack/dependencies";
import type { InstanceState } from "../state";

/** What `-target` leaves of a stack: the targets and all they depend on; everything where there are no targets. */
export class Selection {
  private readonly needed = new Set<string>();

  constructor(
    private readonly targets: readonly string[],
    dependencies: Dependencies,
  ) {
    for (const target of targets) {
      for (const each of dependencies.closure(resourceId(parseAddress(target)))) this.needed.add(each);
    }
  }

  get partial(): boolean {
    return this.targets.length > 0;
  }

  hasResource(id: string): boolean {
    return !this.partial || this.needed.has(id) || this.targets.some((target) => resourceId(parseAddress(target)) === id);
  }

  hasInstance(id: string, key: InstanceKey): boolean {
    return (
      !this.partial || this.needed.has(id) || this.targets.includes(id) || this.targets.includes(instanceAddress(id, key))
    );
  }

  /** For destroying it is the other way round: the targets and all that was made after them. */
  withDependents(instances: readonly InstanceState[]): readonly InstanceState[] {
    if (!this.partial) return instances;
    const chosen = new Set(instances.filter((each) => this.isTarget(each)).map((each) => `${each.type}.${each.name}`));
    return instances.filter((each) => this.isTarget(each) || each.dependencies.some((dependency) => chosen.has(dependency)));
  }

  private isTarget(instance: InstanceState): boolean {
    const id = resourceId(instance);
    return this.targets.includes(id) || this.targets.includes(instanceAddress(id, instance.key));
  }
}
