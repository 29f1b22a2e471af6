import ts from "typescript";
import { slownessOf } from "./pattern-slowness.mjs";

/**
 * Regular expressions take time in proportion to the text: what servers and configurations send must not block the event loop.
 * A pattern that is put together at run time cannot be judged here, so it is not made: write a literal, or run the users' own
 * patterns under a time limit (src/emulator/wire/matches-pattern.ts).
 */
export const linearPatterns = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      slow: "Takes more than linear time on a text of many {{letter}}: {{cause}}.",
      dynamic: "A pattern put together at run time may take for ever: write a regular expression literal.",
    },
  },
  create(context) {
    const { parserServices } = context.sourceCode;
    const judge = (node, pattern) => {
      for (const data of slownessOf(pattern)) context.report({ node, messageId: "slow", data });
    };
    const constructed = (node) => {
      // Only whether it is one: nothing is searched.
      if (node.parent.type === "ExpressionStatement") return;
      const [pattern, flags] = node.arguments.map(constantText);
      if (pattern === undefined || (node.arguments.length > 1 && flags === undefined)) {
        context.report({ node, messageId: "dynamic" });
      } else judge(node, { source: pattern, flags: flags ?? "" });
    };
    return {
      "Literal[regex]"(node) {
        judge(node, { source: node.regex.pattern, flags: node.regex.flags });
      },
      "NewExpression[callee.name='RegExp']": constructed,
      "CallExpression[callee.name='RegExp']": constructed,
      // Texts become patterns there.
      "CallExpression[callee.property.name=/^(match|matchAll|search)$/]"(node) {
        const [pattern] = node.arguments;
        if (!pattern || !isText(parserServices, node.callee.object) || !isText(parserServices, pattern)) return;
        constructed({ ...node, arguments: [pattern] });
      },
    };
  },
};

function constantText(node) {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
}

function isText(parserServices, node) {
  return (parserServices.getTypeAtLocation(node).flags & ts.TypeFlags.StringLike) !== 0;
}
