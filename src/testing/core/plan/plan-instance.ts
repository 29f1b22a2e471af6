import type { Path } from "../../../terraform/diagnostic";
import { hasErrors } from "../../failure";
import { checkIdentity } from "../../oracle/identities";
import { checkPlanned, checkReplanned, replacePaths } from "../../oracle/oracle";
import type { ResourceConfiguration } from "../../stack/configuration";
import { decodeBody } from "../../stack/decode-body";
import { equals, type Value } from "../../values/value";
import type { Action } from "../change";
import type { Phase } from "../phase";
import type { Expanded } from "../stack-values";
import { ignoreChanges } from "./ignore-changes";
import { proposedNew } from "./proposed";

/** An object as it is now, decoded. */
export interface Current {
  readonly value: Value;
  readonly private: Uint8Array;
  readonly tainted: boolean;
  /** Null: the state has none. */
  readonly identity: Value;
}

interface InstancePlan {
  readonly action: Action;
  /** As written: the apply uses it without the effect of `ignore_changes`. */
  readonly config: Value;
  readonly before: Value;
  readonly planned: Value;
  readonly private: Uint8Array;
  /** The planned identity. */
  readonly identity: Value;
  readonly replacePaths: readonly Path[];
  readonly reason?: string;
}

const NOTHING = new Uint8Array();

/** Validate, propose, plan, and plan once more where it is a replacement: what core does at plan and again at apply. */
export async function planInstance(
  phase: Phase,
  resource: ResourceConfiguration,
  instance: Expanded,
  current: Current | undefined,
  forced?: string,
): Promise<InstancePlan> {
  const { address } = instance;
  const target = { address, type: resource.type };
  const schema = await phase.resourceSchema(resource.provider, resource.type, address);
  const provider = await phase.provider(resource.provider);
  const written = decodeBody(resource.body, schema, phase.values.scope(instance.repetition), address);
  phase.accept(await provider.validateResource(target, written));

  // A tainted object is planned as if it were not there, and the result turned into a replacement.
  const usable = current?.tainted ? undefined : current;
  const prior = usable?.value ?? null;
  const config = ignoreChanges(resource.lifecycle, schema, prior, written);
  const proposed = proposedNew(schema.attributes, prior, config);
  const identity = usable?.identity ?? null;
  const answer = await provider.plan(target, { prior, proposed, config, private: usable?.private ?? NOTHING, identity });
  phase.accept(answer.diagnostics);
  checkPlanned(address, schema, prior, config, answer.planned);
  const paths = prior === null ? [] : replacePaths(address, schema, prior, answer.planned, answer.requiresReplace);
  const objects = { before: prior, after: answer.planned };
  checkIdentity(
    address,
    await phase.identitySchema(resource.provider, resource.type),
    { before: identity, after: answer.identity },
    objects,
  );
  const planned = { planned: answer.planned, private: answer.private, identity: answer.identity ?? null };
  const first = { config: written, before: prior, ...planned };

  if (current?.tainted) return { ...first, action: "replace", before: current.value, replacePaths: [], reason: "tainted" };
  if (prior === null) return { ...first, action: "create", replacePaths: [] };
  if (forced === undefined && paths.length === 0) {
    return { ...first, action: equals(prior, answer.planned) ? "no-op" : "update", replacePaths: [] };
  }
  const fresh = proposedNew(schema.attributes, null, written);
  const replaced = { prior: null, proposed: fresh, config: written, private: answer.private };
  const again = await provider.plan(target, { ...replaced, identity: answer.identity ?? null });
  // Its warnings already came with the first response.
  if (hasErrors(again.diagnostics)) phase.accept(again.diagnostics);
  checkReplanned(address, schema, again.planned);
  const reason = forced === undefined ? {} : { reason: forced };
  return {
    action: "replace",
    config: written,
    before: prior,
    planned: again.planned,
    private: again.private,
    identity: again.identity ?? null,
    replacePaths: paths,
    ...reason,
  };
}
