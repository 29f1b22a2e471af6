import { RuleTester } from "eslint";
import tseslint from "typescript-eslint";
import { ownKeys } from "../../scripts/eslint/own-keys.mjs";

/** Run by own-keys.test.ts as a process of its own: the rule is an ES module, which Jest does not load. */

const tester = new RuleTester({
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: {
      projectService: { allowDefaultProject: ["*.ts"] },
      tsconfigRootDir: import.meta.dirname,
    },
  },
});

const GIVEN = `export {};
declare const map: Record<string, number>;
declare const name: string;
declare const maybe: string | undefined;
declare const side: "left" | "right";
declare const sides: Record<"left" | "right", number>;
declare const template: \`on-\${string}\`;
declare const list: number[];
declare const index: number;
declare const symbol: unique symbol;
declare const anything: { [symbol]: number };
declare const z: { record(key: unknown, value: unknown): void; string(): { min(n: number): unknown }; enum(of: string[]): unknown; number(): unknown };
declare function getOwn<T>(map: Record<string, T>, name: string): T | undefined;
declare function setOwn<T>(map: Record<string, T>, name: string, value: T): void;
class Box { #inside = 1; isBox(other: object): boolean { return #inside in other; } }
`;

const valid = [
  "getOwn(map, name);",
  "setOwn(map, name, 1);",
  "Object.hasOwn(map, name);",
  // The code spells it itself.
  'map["left"];',
  'map["left"] = 1;',
  "sides[side];",
  "sides[side] = 1;",
  '"left" in map;',
  "side in sides;",
  // An entry of its own, even "__proto__".
  "const made = { [name]: 1 };",
  // No name at all.
  "list[index];",
  "anything[symbol];",
  "for (const each of Object.keys(map)) void each;",
  "new Box().isBox({});",
  "z.record(z.enum(['left']), z.number());",
  "const { left } = map;",
  "const { [name]: _, ...others } = map;",
  'const { ["left"]: held } = map;',
];

const invalid = [
  ["map[name];", "read"],
  ["map[maybe!];", "read"],
  ["map?.[name];", "read"],
  ["map[template];", "read"],
  ["map[`${name}`];", "read"],
  ["map[name].toFixed();", "read"],
  ["const { [name]: held } = map;", "read"],
  ["map[name] = 1;", "write"],
  ["map[name] += 1;", "write"],
  ["map[name]++;", "write"],
  ["delete map[name];", "write"],
  ["[map[name]] = [1];", "write"],
  ["({ left: map[name] } = sides);", "write"],
  ["name in map;", "ask"],
  ["template in map;", "ask"],
  ["for (const each in map) void each;", "ask"],
  ["z.record(z.string(), z.number());", "record"],
  ["z.record(z.string().min(1), z.number());", "record"],
];

/** Each in a line and a block of its own: one program of types for all of them. */
const file = (codes) => ({ code: `${GIVEN.trim()}\n${codes.map((code) => `{ ${code} }`).join("\n")}`, filename: "case.ts" });
const first = GIVEN.trim().split("\n").length + 1;

tester.run("own-keys", ownKeys, {
  valid: [file(valid)],
  invalid: [
    {
      ...file(invalid.map(([code]) => code)),
      errors: invalid.map(([, messageId], index) => ({ messageId, line: first + index })),
    },
  ],
});
process.stdout.write(`${String(valid.length)} valid, ${String(invalid.length)} invalid\n`);
