import { getOwn } from "../../get-own";
import type { IdentityValues } from "../../terraform/identity";
import type { ListContext, Listed } from "../../terraform/list-resource";
import { resourceConfig } from "../../terraform/planning/resource-config";
import type { PrivateData, ReadContext, ResourceDefinition } from "../../terraform/resource";
import type { Attributes, State } from "../../terraform/schema";
import { KnownParents } from "../parents/known-parents";
import { Claims } from "../run/claims";
import type { Client } from "../run/client";
import type { Found } from "./found";
import { isLeftOut, type LeftOut, leftOut, orLeftOut } from "./left-out";

type AnyResource = ResourceDefinition<Attributes, Client>;
type AnyState = State<Attributes>;

/**
 * The states of what was found, each as an import by its identity and the read after it give it, but from the lists and sweeps
 * of a refresh alone. On Flagsmith's SaaS these may be a minute old; the import itself reads exactly. `includes` filters by the
 * state.
 */
export async function* listStates(
  resource: AnyResource,
  found: AsyncIterable<Found | LeftOut>,
  context: ListContext<Client>,
  includes?: (state: AnyState) => boolean,
): AsyncGenerator<Listed> {
  // What is listed is nobody's yet.
  const parents = new KnownParents();
  const client = { ...context.client, trustsLists: true, parents, claims: new Claims(parents) };
  const warned = new Set<string>();
  for await (const each of found) {
    if (context.signal.aborted) return;
    if (isLeftOut(each)) {
      yield each;
      continue;
    }
    const { displayName, ids } = each;
    if (!context.isWhole && !includes) {
      yield { kind: "object", displayName, state: ids };
      continue;
    }
    const warnings: LeftOut[] = [];
    const warn = (summary: string, detail: string): void => void warnings.push({ kind: "warning", summary, detail });
    const state = await orLeftOut(displayName, () => readImported(resource, ids, readContext({ ...context, client }, warn)));
    if (isLeftOut(state)) {
      yield state;
      continue;
    }
    // Deleted since it was listed.
    if (state === null || includes?.(state) === false) continue;
    const refused = await whyUnwritable(resource, state, client);
    if (refused !== undefined) {
      const reasons = warnings.length > 0 ? warnings.map(({ detail }) => detail) : [refused];
      yield leftOut(displayName, [...reasons, "No configuration can take it over as it is."].join(" "));
      continue;
    }
    for (const warning of warnings) {
      // A warning about an environment is shown once, not with each flag.
      const text = `${warning.summary}\n${warning.detail}`;
      if (!warned.has(text)) yield warning;
      warned.add(text);
    }
    yield { kind: "object", displayName, state };
  }
}

/** An attribute that has no neutral form is left to the platform; an override without what it serves would say nothing. */
async function whyUnwritable(resource: AnyResource, state: AnyState, client: Client): Promise<string | undefined> {
  if (!resource.type.endsWith("_override")) return undefined;
  const { refused, leftOut: unsaid } = await resourceConfig(resource, state, { client, isPrinted: false });
  return (
    unsaid.find(({ attribute }) => attribute === "serve")?.reason ?? (refused && `${refused.summary}. ${refused.detail}`)
  );
}

async function readImported(
  resource: AnyResource,
  ids: Found["ids"],
  context: ReadContext<Client>,
): Promise<AnyState | null> {
  const identity = resource.identity?.of(ids as unknown as AnyState) as IdentityValues;
  const imported = await resource.importState(resource.identity?.importId(identity) ?? "", context);
  const names = Object.keys(resource.attributes);
  return resource.read(Object.fromEntries(names.map((name) => [name, getOwn(imported, name) ?? null])), context);
}

function readContext({ client, signal, log }: ListContext<Client>, warn: ReadContext<Client>["warn"]): ReadContext<Client> {
  return {
    client,
    signal,
    log,
    warn,
    private: forgottenData(),
    imported: true,
    managed: (state) => state,
    mustBeStated: () => undefined,
  };
}

/** Only for the read itself: the import stores its own. */
function forgottenData(): PrivateData {
  const values = new Map<string, unknown>();
  return { get: (key) => values.get(key), set: (key, value) => void values.set(key, value) };
}
