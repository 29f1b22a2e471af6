/** A stack as Terraform's JSON syntax has it. */
export interface StackFile {
  readonly [block: string]: unknown;
}

/** What cdktf's stacks have; other objects are taken to be a stack's file already. */
interface Construct {
  toTerraform(): unknown;
}

/** The file of a stack of cdktf, with its aspects and validations run as `cdktf synth` runs them; a file as it is. */
export async function synthesized(stack: object): Promise<StackFile> {
  if (!isConstruct(stack)) return stack as StackFile;
  const { Testing } = await import("cdktf");
  return JSON.parse(Testing.synth(stack as never, true)) as StackFile;
}

function isConstruct(stack: object): stack is Construct {
  return "toTerraform" in stack && typeof stack.toTerraform === "function";
}

/** The bodies of a block by type and name, as `resource` and `data` have them. */
export function bodiesIn(file: StackFile, block: "resource" | "data"): readonly Body[] {
  return Object.entries(asRecord(file[block])).flatMap(([type, all]) =>
    Object.entries(asRecord(all)).map(([name, body]) => ({ type, name, attributes: asRecord(body) })),
  );
}

export interface Body {
  readonly type: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Blocks may stand alone or in a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** A text without any expression in it. */
export function literal(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && !value.includes("${") ? value : undefined;
}
