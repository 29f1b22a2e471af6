import { warning } from "../../diagnostic";
import type { Listed } from "../../list-resource";
import type { ProviderStreams } from "../../protocol/provider-service";
import type { ResponseInput } from "../../protocol/rpc";
import type { Values } from "../../values/decode";
import { encodeObject } from "../../values/dynamic-value";
import { identityOf } from "../identities";
import type { AnyResource } from "../runtime";
import { wireDiagnostics } from "../wire-diagnostic";
import { completed } from "./completed";

type ListEvent = ResponseInput<typeof ProviderStreams.listResource>;

/** An object without an identity becomes a warning: core would end the whole query. */
export function eventOf<C>(resource: AnyResource<C>, listed: Listed, isWhole: boolean): ListEvent {
  if (listed.kind === "warning") return warningEvent(listed.summary, listed.detail);
  const state: Values = completed(resource.attributes, listed.state, null);
  const identity = identityOf(resource, state);
  if (!identity) return warningEvent(`Left out ${listed.displayName}`, "The platform gives no id for it.");
  const resourceObject = isWhole ? encodeObject(resource.attributes, state) : undefined;
  return { identity, displayName: listed.displayName, resourceObject };
}

function warningEvent(summary: string, detail: string): ListEvent {
  return { diagnostic: wireDiagnostics({}, [warning(summary, detail)]) };
}
