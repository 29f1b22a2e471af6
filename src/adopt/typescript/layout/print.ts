import type { Code } from "./code";
import { propertyName, quoted, width } from "./literals";

/** Lays out expressions as prettier does with its defaults, so that formatting a generated program changes nothing. */

const WIDTH = 80;

/** Where an expression stands: the columns before it and after it in its line, and the indentation of that line. */
interface Place {
  readonly indent: string;
  readonly column: number;
  readonly after: number;
}

/** `before` and `after` are the rest of the statement. */
export function statement(indent: string, before: string, code: Code, after = ";"): string {
  const place = { indent, column: width(indent + before), after: width(after) };
  return `${indent}${before}${print(code, place)}${after}`;
}

/** An entry of an object. */
export function propertyLine(indent: string, name: string, value: Code): string {
  return `${indent}${property(name, value, indent)},`;
}

function print(code: Code, place: Place): string {
  const whole = flat(code);
  if (whole !== undefined && place.column + width(whole) + place.after <= WIDTH) return whole;
  switch (code.kind) {
    case "word":
      return code.text;
    case "string":
      return quoted(code.value);
    case "object":
      return expandedObject(code.entries, place.indent);
    case "list":
      return expandedList(code.elements, place.indent);
    case "calls":
      return printCalls(code.calls, place);
  }
}

/** In one line. Undefined: it has more than one in any case. */
function flat(code: Code): string | undefined {
  switch (code.kind) {
    case "word":
      return code.text;
    case "string":
      return quoted(code.value);
    case "object":
      if (code.entries.length === 0) return "{}";
      return whole(
        code.entries.map(([, value]) => value),
        (values) => {
          const entries = code.entries.map(([name], index) => `${propertyName(name)}: ${values[index] ?? ""}`);
          return `{ ${entries.join(", ")} }`;
        },
      );
    case "list":
      if (breaksAlways(code.elements)) return undefined;
      return whole(code.elements, (elements) => `[${elements.join(", ")}]`);
    case "calls": {
      const calls = code.calls.map(([callee, args]) => whole(args, (each) => `${callee}(${each.join(", ")})`));
      return calls.every((each) => each !== undefined) ? calls.join("") : undefined;
    }
  }
}

function whole(parts: readonly Code[], join: (texts: readonly string[]) => string): string | undefined {
  const texts = parts.map(flat);
  return texts.every((each) => each !== undefined) ? join(texts) : undefined;
}

/** A list of several objects, each of several properties. */
function breaksAlways(elements: readonly Code[]): boolean {
  return elements.length > 1 && elements.every((each) => each.kind === "object" && each.entries.length > 1);
}

function expandedObject(entries: Extract<Code, { kind: "object" }>["entries"], indent: string): string {
  const inner = `${indent}  `;
  const lines = entries.map(([name, value]) => `${propertyLine(inner, propertyName(name), value)}\n`);
  return `{\n${lines.join("")}${indent}}`;
}

function property(name: string, value: Code, indent: string): string {
  const column = width(`${indent}${name}: `);
  const inLine = print(value, { indent, column, after: 1 });
  const fits = column + width(firstLine(inLine)) + (inLine.includes("\n") ? 0 : 1) <= WIDTH;
  // A key that is hardly longer than the indentation gains nothing.
  const isShort = width(name) < 5;
  if (fits || isShort || value.kind === "object" || value.kind === "list" || value.kind === "word")
    return `${name}: ${inLine}`;
  const inner = `${indent}  `;
  return `${name}:\n${inner}${print(value, { indent: inner, column: inner.length, after: 1 })}`;
}

function expandedList(elements: readonly Code[], indent: string): string {
  const inner = `${indent}  `;
  const lines = elements.map((each) => `${inner}${print(each, { indent: inner, column: inner.length, after: 1 })},\n`);
  return `[\n${lines.join("")}${indent}]`;
}

function printCalls(calls: Extract<Code, { kind: "calls" }>["calls"], { indent, column, after }: Place): string {
  let text = "";
  let at = column;
  calls.forEach(([callee, args], index) => {
    const next = calls.slice(index + 1);
    // Up to where the next call may break.
    const rest = next.length === 0 ? after : widthToBreak(next, after);
    const printed = printCall(callee, args, { indent, column: at, after: rest });
    text += printed;
    const last = printed.slice(printed.lastIndexOf("\n") + 1);
    at = printed.includes("\n") ? width(last) : at + width(last);
  });
  return text;
}

function widthToBreak(calls: Extract<Code, { kind: "calls" }>["calls"], after: number): number {
  let columns = 0;
  for (const [callee, args] of calls) {
    columns += width(callee) + 1;
    if (args.length > 0) return columns;
    columns += 1;
  }
  return columns + after;
}

function printCall(callee: string, args: readonly Code[], { indent, column, after }: Place): string {
  const inOne = whole(args, (each) => `${callee}(${each.join(", ")})`);
  if (inOne !== undefined && column + width(inOne) + after <= WIDTH) return inOne;
  return hugging(callee, args, indent, column) ?? broken(callee, args, indent);
}

/** The last argument is an object or a list, and all before it fits in the line in which that begins. */
function hugging(callee: string, args: readonly Code[], indent: string, column: number): string | undefined {
  const last = args.at(-1);
  if (last?.kind !== "object" && last?.kind !== "list") return undefined;
  const size = last.kind === "object" ? last.entries.length : last.elements.length;
  if (size === 0 || args.at(-2)?.kind === last.kind) return undefined;
  const others = whole(args.slice(0, -1), (each) => each.map((text) => `${text}, `).join(""));
  if (others === undefined) return undefined;
  const begun = `${callee}(${others}`;
  if (column + width(begun) + 1 > WIDTH) return undefined;
  const body = last.kind === "object" ? expandedObject(last.entries, indent) : expandedList(last.elements, indent);
  return `${begun}${body})`;
}

function broken(callee: string, args: readonly Code[], indent: string): string {
  if (args.length === 0) return `${callee}()`;
  const inner = `${indent}  `;
  const lines = args.map((each) => `${inner}${print(each, { indent: inner, column: inner.length, after: 1 })},\n`);
  return `${callee}(\n${lines.join("")}${indent})`;
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? text : text.slice(0, end);
}
