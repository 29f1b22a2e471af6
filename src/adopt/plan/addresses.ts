import { getOwn } from "../../get-own";
import { type Adopted, allOf, bodyAt, DEFINITION, FLAG, type Inventory, SEGMENT, textAt } from "../inventory/adopted";
import { escaped } from "./json-stack";
import type { Part } from "./parts";

/** The adopted objects by the addresses of a stack: by its import blocks, and what is new by its names. */
export class Addresses {
  private byName: ReadonlyMap<string, Adopted> | undefined;

  constructor(private readonly inventory: Inventory) {}

  in(stack: Part): ReadonlyMap<string, Adopted> {
    const all = allOf(this.inventory);
    this.byName ??= new Map(all.map((each) => [`${each.type} ${escaped(each.importId)}`, each]));
    return adoptedIn(
      stack,
      this.byName,
      all.some(({ exists }) => !exists),
    );
  }
}

function adoptedIn(
  { import: blocks = [], resource: resources = {} }: Part,
  byName: ReadonlyMap<string, Adopted>,
  hasNew: boolean,
): ReadonlyMap<string, Adopted> {
  const named = [
    ...blocks.map(({ to, id }) => {
      const type = to.slice(0, to.indexOf("."));
      // That of a definition says which overrides it lists.
      return [to, `${type} ${type === DEFINITION ? (id.split("?overrides=", 1)[0] ?? id) : id}`] as const;
    }),
    ...(hasNew ? newOnes(resources) : []),
  ];
  return new Map(
    named.flatMap(([address, name]) => {
      const adopted = byName.get(name);
      return adopted ? [[address, adopted] as const] : [];
    }),
  );
}

function newOnes(resources: NonNullable<Part["resource"]>): readonly (readonly [address: string, name: string])[] {
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
function literal(text: string | undefined, resources: NonNullable<Part["resource"]>): string | undefined {
  const [, type = "", name = "", attribute = ""] = /^\$\{(\w+)\.([\w-]+)\.(\w+)\}$/.exec(text ?? "") ?? [];
  const found = bodyAt(getOwn(resources, type) ?? {}, name);
  return found ? textAt(found, attribute) : text;
}
