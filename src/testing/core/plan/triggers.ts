import { instanceAddress, parsePath, resourceId, splitAddress } from "../../stack/address";
import type { ResourceConfiguration } from "../../stack/configuration";
import { equals, member, type Value } from "../../values/value";
import type { InstanceChange } from "../change";

/**
 * Whether `replace_triggered_by` refers to something that changes: a resource, an instance, or one attribute of either.
 */
export function isTriggered(resource: ResourceConfiguration, earlier: ReadonlyMap<string, InstanceChange>): boolean {
  return resource.lifecycle.replaceTriggeredBy.some((text) => {
    const { address, rest } = splitAddress(text);
    const wanted = instanceAddress(resourceId(address), address.key);
    const path = parsePath(rest);
    // Few resources say so, and a stack may have thousands: no list of all changes for each.
    return [...earlier.values()].some((change) => {
      if (change.address !== wanted && (address.key !== undefined || change.resource !== wanted)) return false;
      if (path.length === 0) return change.action === "update" || change.action === "replace";
      const at = (value: Value): Value => path.reduce<Value>((each, step) => member(each, step), value);
      return change.action !== "no-op" && !equals(at(change.before), at(change.after));
    });
  });
}
