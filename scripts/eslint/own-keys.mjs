import ts from "typescript";

/**
 * Maps by names that people or servers choose are read with `getOwn` and written with `setOwn` (src/get-own.ts): `map[name]` and
 * `name in map` find "constructor" in every object, an assignment to "__proto__" is no entry, and zod's records leave that key out.
 * A name that the code itself spells (a literal, or one of a union of literals) is no such name.
 */
export const ownKeys = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      read: 'Read a map by a name with getOwn() of src/get-own.ts: every object has a "constructor".',
      write:
        'Set an entry with setOwn() of src/get-own.ts, or make the map with Object.fromEntries(): "__proto__" is no entry.',
      ask: 'Ask with Object.hasOwn(): every object has a "constructor".',
      record: 'z.record() leaves a key "__proto__" out: use recordOf() of record-of.ts.',
    },
  },
  create(context) {
    const { parserServices } = context.sourceCode;
    const isName = (node) => isAnyText(parserServices.getTypeAtLocation(node));
    return {
      "MemberExpression[computed=true]"(node) {
        if (isName(node.property)) context.report({ node, messageId: isWritten(node) ? "write" : "read" });
      },
      "BinaryExpression[operator='in']"(node) {
        if (node.left.type !== "PrivateIdentifier" && isName(node.left)) context.report({ node, messageId: "ask" });
      },
      ForInStatement(node) {
        context.report({ node, messageId: "ask" });
      },
      "ObjectPattern > Property[computed=true]"(node) {
        // What is only left out (`{ [name]: _, ...others }`) is read by nobody.
        const isLeftOut = node.value.type === "Identifier" && node.value.name.startsWith("_");
        if (!isLeftOut && isName(node.key)) context.report({ node, messageId: "read" });
      },
      "CallExpression[callee.object.name='z'][callee.property.name='record']"(node) {
        if (isTextSchema(node.arguments[0])) context.report({ node, messageId: "record" });
      },
    };
  },
};

/** A literal's type is another one than that of texts. */
function isAnyText(type) {
  if (type.isUnion()) return type.types.some(isAnyText);
  return (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) !== 0;
}

/** `z.string()`, whatever is asked of it: `z.string().min(1)`. */
function isTextSchema(node) {
  if (node?.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  const { object, property } = node.callee;
  return (object.name === "z" && property.name === "string") || isTextSchema(object);
}

function isWritten(node) {
  const { parent } = node;
  return (
    parent.type === "ArrayPattern" ||
    parent.type === "RestElement" ||
    (parent.type === "Property" && parent.parent.type === "ObjectPattern" && parent.value === node) ||
    (parent.type === "AssignmentExpression" && parent.left === node) ||
    parent.type === "UpdateExpression" ||
    (parent.type === "UnaryExpression" && parent.operator === "delete")
  );
}
