import { getOwn } from "../../get-own";
import {
  type Adopted,
  allOf,
  type Body,
  bodyAt,
  DEFINITION,
  FLAG,
  type Inventory,
  SEGMENT,
  textAt,
} from "../inventory/adopted";
import { escaped } from "./json-stack";

interface Stack {
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Body>>>>;
}

/** The adopted objects by the addresses of a stack: by its import blocks, and what is new by its names. */
export function addressesIn(stack: object, inventory: Inventory): ReadonlyMap<string, Adopted> {
  const all = allOf(inventory);
  const byName = new Map(all.map((each) => [`${each.type} ${escaped(each.importId)}`, each]));
  const { import: blocks = [], resource: resources = {} } = stack as Stack;
  const named = [
    ...blocks.map(({ to, id }) => {
      const type = to.slice(0, to.indexOf("."));
      // That of a definition says which overrides it lists.
      return [to, `${type} ${type === DEFINITION ? (id.split("?overrides=", 1)[0] ?? id) : id}`] as const;
    }),
    ...(all.some(({ exists }) => !exists) ? newOnes(resources) : []),
  ];
  return new Map(
    named.flatMap(([address, name]) => {
      const adopted = byName.get(name);
      return adopted ? [[address, adopted] as const] : [];
    }),
  );
}

function newOnes(resources: NonNullable<Stack["resource"]>): readonly (readonly [address: string, name: string])[] {
  return Object.entries(resources).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]) => {
      const parts = partsOf(type).flatMap((attribute) => literal(textAt(body, attribute), resources) ?? []);
      return [`${type}.${name}`, `${type} ${parts.join("/")}`] as const;
    }),
  );
}

function partsOf(type: string): readonly string[] {
  if (type === FLAG) return ["key"];
  return type === SEGMENT ? ["name"] : ["environment", "flag", "segment", "identity"];
}

/** What a text stands for, if it is a reference to another resource of the stack. */
function literal(text: string | undefined, resources: NonNullable<Stack["resource"]>): string | undefined {
  const [, type = "", name = "", attribute = ""] = /^\$\{(\w+)\.([\w-]+)\.(\w+)\}$/.exec(text ?? "") ?? [];
  const found = bodyAt(getOwn(resources, type) ?? {}, name);
  return found ? textAt(found, attribute) : text;
}
