/** The Schema section of a page: attributes by presence, then the nested ones. */
export function schemaSection(attributes) {
  const nested = new Nested();
  const top = groups(attributes, [], nested, (title) => `### ${title}\n\n`);
  return [`## Schema`, ...top, ...nested.sections()].join("\n\n");
}

/** One type may stand in several places (a `serve` in each override): it is described once, under the places' names. */
class Nested {
  #places = new Map();

  anchor(type, path) {
    const places = this.#places.get(type) ?? [];
    this.#places.set(type, [...places, path]);
    return `nestedatt--${(places[0] ?? path).join("--")}`;
  }

  /** Describing one finds more. */
  *sections() {
    const done = new Set();
    const next = () => [...this.#places.keys()].find((type) => !done.has(type));
    const texts = [];
    for (let type = next(); type; type = next()) {
      done.add(type);
      texts.push([type, groups(type.attributes, this.#places.get(type)[0], this, (title) => `${title}:\n\n`)]);
    }
    for (const [type, text] of texts) {
      const places = this.#places.get(type).map((path) => path.join("."));
      const title = `### Nested Schema for ${[...new Set(places)].map((place) => `\`${place}\``).join(", ")}`;
      yield [`<a id="nestedatt--${this.#places.get(type)[0].join("--")}"></a>\n${title}`, ...text].join("\n\n");
    }
  }
}

const PRESENCES = [
  ["Required", ["required"]],
  ["Optional", ["optional", "defaulted", "filled"]],
  ["Read-Only", ["computed"]],
];

function groups(attributes, path, nested, heading) {
  return PRESENCES.flatMap(([title, presences]) => {
    const entries = Object.entries(attributes).filter(([, { presence }]) => presences.includes(presence));
    const lines = entries
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => line(name, each, path, nested));
    return lines.length > 0 ? [heading(title) + lines.join("\n")] : [];
  });
}

function line(name, attribute, path, nested) {
  const marks = [typeName(attribute.type), attribute.sensitive && "Sensitive", attribute.deprecated && "Deprecated"];
  const inner = objectIn(attribute.type);
  return [
    `- \`${name}\` (${marks.filter(Boolean).join(", ")})`,
    attribute.description,
    attribute.default !== undefined && `Default: \`${String(attribute.default)}\`.`,
    attribute.deprecated && `Deprecated: ${attribute.deprecated}`,
    attribute.replace && !/replaces/.test(attribute.description) && "A change replaces the resource.",
    inner && `(see [below for nested schema](#${nested.anchor(inner, [...path, name])}))`,
  ]
    .filter(Boolean)
    .join(" ");
}

const PRIMITIVES = { string: "String", bool: "Boolean", integer: "Number", number: "Number", object: "Attributes" };
const COLLECTIONS = { list: "List", set: "Set", map: "Map" };

export function typeName({ kind, element }) {
  if (kind in PRIMITIVES) return PRIMITIVES[kind];
  if (!(kind in COLLECTIONS)) throw new Error(`There is no word for attributes of the kind ${kind}`);
  return element.kind === "object" ? `Attributes ${COLLECTIONS[kind]}` : `${COLLECTIONS[kind]} of ${typeName(element)}`;
}

function objectIn(type) {
  if (type.kind === "object") return type;
  return type.element ? objectIn(type.element) : undefined;
}
