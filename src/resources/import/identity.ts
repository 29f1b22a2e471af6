import { getOwn } from "../../get-own";
import type { IdentityDefinition } from "../../terraform/identity";
import type { Attributes, Planned } from "../../terraform/schema";
import { isUnknown, type Unknown } from "../../terraform/value";
import { importIdOfParts } from "./import-id";

/** What the parts of identities are. The host is no part: it belongs to the provider's configuration. */
const PARTS = {
  environment_id: "The environment's id.",
  flag_id: "The flag's id.",
  segment_id: "The segment's id.",
  identity: "The identifier of the user, device or account.",
  server_key_id: "The server key's id.",
} as const;
const PROJECT = "project_id";

type Text = string | Unknown | null;
type Scoped<A extends Attributes> = A & { readonly scope: Attributes[string] };

/**
 * An identity of the platform's own ids, which never changes while the object lives. `parts` says which attribute has each,
 * in the order of the resource's import id: `id` in a flag's own state, `flag_id` elsewhere.
 */
export function identityBy<A extends Attributes>(parts: {
  readonly [P in keyof typeof PARTS]?: keyof Scoped<A> & string;
}): IdentityDefinition<A> {
  const names = Object.keys(parts) as (keyof typeof PARTS)[];
  const required = names.map((name) => [name, { description: PARTS[name], inImport: "required" }] as const);
  const description = "The project's id. Default: the provider's project.";
  return {
    version: 0,
    attributes: { ...Object.fromEntries(required), [PROJECT]: { description, inImport: "optional" } },
    of(values) {
      const own = names.map((name) => [name, textAt(values, parts[name] ?? name)] as const);
      return { ...Object.fromEntries(own), [PROJECT]: projectOf(textAt(values, "scope")) };
    },
    importId(identity) {
      const own = names.map((name) => (name === "identity" ? (identity.identity ?? "") : byId(getOwn(identity, name))));
      const project = getOwn(identity, PROJECT) ?? null;
      return importIdOfParts(...(project === null ? own : [byId(project), ...own]));
    },
  };
}

/** The identity of a project itself. */
export function projectIdentity<A extends Attributes>(): IdentityDefinition<A> {
  return {
    version: 0,
    attributes: { [PROJECT]: { description: "The project's id.", inImport: "required" } },
    of: (values) => ({ [PROJECT]: textAt(values, "id") }),
    importId: (identity) => importIdOfParts(byId(getOwn(identity, PROJECT))),
  };
}

function textAt<A extends Attributes>(values: Planned<A>, name: string): Text {
  return getOwn(values as Readonly<Record<string, Text>>, name) ?? null;
}

function byId(id: string | null | undefined): string {
  return `id:${id ?? ""}`;
}

/** A scope ends with the project's id. */
function projectOf(scope: Text): Text {
  return scope === null || isUnknown(scope) ? scope : scope.slice(scope.lastIndexOf("/") + 1);
}
