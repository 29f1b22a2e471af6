import { error } from "../../src/terraform/diagnostic";
import { printable } from "../../src/terraform/printable";
import { hclog } from "../../src/terraform/server/transport/hclog";
import { wireDiagnostics } from "../../src/terraform/server/wire-diagnostic";

/** What a terminal obeys: escape sequences, their one-character forms, overwriting, bells, turned writing. */
const HOSTILE = [
  ["\u001b[2J", "\\u001b[2J"],
  ["\u001b]8;;http://evil\u0007click\u001b]8;;\u0007", "\\u001b]8;;http://evil\\u0007click\\u001b]8;;\\u0007"],
  ["\u009b31m", "\\u009b31m"],
  ["ok\rError", "ok\\u000dError"],
  ["a\u0000b\b\b\u007f", "a\\u0000b\\u0008\\u0008\\u007f"],
  ["\u202egnp.exe\u2066\u2069\u200f", "\\u202egnp.exe\\u2066\\u2069\\u200f"],
  ["one\u2028two\u2029three\u0085", "one\\u2028two\\u2029three\\u0085"],
] as const;

test.each(HOSTILE)("%j is shown, and not obeyed", (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test("what people write stays as it is", () => {
  const text = "Zeile\n\tmit Umlauten äöü, 日本語, emoji 👩‍👩‍👧, עברית";
  expect(printable(text)).toBe(text);
  expect(printable("one\r\ntwo")).toBe("one\ntwo");
});

test("diagnostics and the log show it, and a title is one line", () => {
  for (const [text, shown] of HOSTILE) {
    const [told] = wireDiagnostics({}, [error(`There is no flag "${text}\n"`, `Did you mean "${text}"?`)]);
    expect(told).toMatchObject({ summary: `There is no flag "${shown}\\n"`, detail: `Did you mean "${shown}"?` });
    const lines: string[] = [];
    hclog("flagform", { TF_LOG: "trace" }, (line) => lines.push(line)).info(text, { name: text });
    const line = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
    expect([line["@message"], line["name"]]).toEqual([shown, shown]);
  }
});
