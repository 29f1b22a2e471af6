import { type Adopted, type Inventory, textAt } from "../inventory/adopted";
import type { ProviderBlock } from "../session";
import { flagFunction } from "./flag-code";
import { call, string, word } from "./layout/code";
import { Module } from "./layout/module";
import { environmentNames, isOfFlag, type ProgramScope, programScope } from "./program-scope";
import { providerCode } from "./provider-code";
import { segmentsModule } from "./segment-code";

const FLAGS_PER_FILE = 100;
const INDENT = "  ";

/** The files of the program, main first. They are the same in both languages, but for types. */
export function programOf(inventory: Inventory, provider: ProviderBlock, credential: string): readonly Module[] {
  const scope = programScope(inventory);
  const segments = segmentsModule(inventory, scope);
  const flags = flagModules(inventory, scope);
  const shared = projectModule(environmentNames(inventory), scope, segments !== undefined);
  const main = mainModule({ provider, credential, stack: stackName(provider), flags, hasSegments: segments !== undefined });
  return [main, shared, ...(segments ? [segments] : []), ...flags];
}

/** The name of the stack: a folder, and a part of no address. */
export function stackName(provider: ProviderBlock): string {
  const project = textAt(provider, "project") ?? textAt(provider, "platform") ?? "";
  const plain = project
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
  return plain === "" ? "flags" : plain.slice(0, 60);
}

interface Main {
  readonly provider: ProviderBlock;
  readonly credential: string;
  readonly stack: string;
  readonly flags: readonly Module[];
  readonly hasSegments: boolean;
}

function mainModule({ provider, credential, stack, flags, hasSegments }: Main): Module {
  const module = new Module("main");
  module.statement("", "const app = ", call(`new ${module.use("App", "cdktf")}`));
  const made = call(`new ${module.use("TerraformStack", "cdktf")}`, word("app"), string(stack));
  module.statement("", "const stack = ", made);
  module.line();
  module.comment(`The credential is read from ${credential} where Terraform runs.`);
  module.statement("", "", providerCode(provider, module));
  module.line();
  module.line(`const project = {`);
  module.line(`${INDENT}stack,`);
  module.line(`${INDENT}environments: ${module.use("namedEnvironments", "./project")}(stack),`);
  if (hasSegments) module.line(`${INDENT}segments: ${module.use("addSegments", "./segments")}(stack),`);
  module.line("};");
  for (const each of flags) module.line(`${module.use(adderOf(each), `./${each.name}`)}(project);`);
  module.line();
  module.statement("", "", call("app.synth"));
  return module;
}

function projectModule(environments: readonly string[], scope: ProgramScope, hasSegments: boolean): Module {
  const module = new Module("project");
  module.typed("/** The environments stay unmanaged: flags refer to them by name. */");
  module.function("namedEnvironments", [["stack", module.useType("TerraformStack", "cdktf")]]);
  if (environments.length === 0) module.line(`${INDENT}return {};`);
  else {
    module.line(`${INDENT}return {`);
    for (const name of environments) {
      const named = call(
        `${module.use("FlagEnvironment")}.fromName`,
        word("stack"),
        string(scope.constructIds.get(name) ?? name),
        string(name),
      );
      module.property(`${INDENT}${INDENT}`, scope.environments.get(name) ?? "", named);
    }
    module.line(`${INDENT}};`);
  }
  module.line("}");
  module.typed("");
  module.typed("/** What the flags refer to. */");
  module.typed("export interface Project {");
  module.typed(`${INDENT}readonly stack: TerraformStack;`);
  module.typed(`${INDENT}readonly environments: ReturnType<typeof namedEnvironments>;`);
  if (hasSegments) module.typed(`${INDENT}readonly segments: ${module.useType("Segments", "./segments")};`);
  module.typed("}");
  return module;
}

function flagModules(inventory: Inventory, scope: ProgramScope): readonly Module[] {
  const { flags, segments, definitions, overrides } = inventory;
  const files = Math.ceil(flags.length / FLAGS_PER_FILE);
  const byFlag = {
    segments: groups(segments.filter(isOfFlag)),
    definitions: groups(definitions),
    overrides: groups(overrides),
  };
  return Array.from({ length: files }, (_, index) => {
    const number = files === 1 ? "" : `-${String(index + 1).padStart(String(files).length, "0")}`;
    const module = new Module(`flags${number}`);
    const own = flags.slice(index * FLAGS_PER_FILE, (index + 1) * FLAGS_PER_FILE);
    const nameOf = (flag: Adopted): string => scope.flags.get(idOf(flag)) ?? "";
    module.useType("Project", "./project");
    module.function(adderOf(module), [["project", "Project"]], "void");
    for (const flag of own) {
      const added = `${nameOf(flag)}(project)`;
      module.typed(`${INDENT}${added};`, `${INDENT}attempt(${JSON.stringify(idOf(flag))}, () => ${added});`);
    }
    module.line("}");
    for (const flag of own) {
      const id = idOf(flag);
      const of = (kind: keyof typeof byFlag): readonly Adopted[] => byFlag[kind].get(id) ?? [];
      const parts = { flag, segments: of("segments"), definitions: of("definitions"), overrides: of("overrides") };
      module.line();
      flagFunction(module, nameOf(flag), parts, scope);
    }
    return module;
  });
}

/** The function that a file of flags exports. */
function adderOf({ name }: Module): string {
  return `addFlags${name.replace(/^flags-?/, "")}`;
}

function idOf({ ids }: Adopted): string {
  return ids["flag_id"] ?? "";
}

function groups(all: readonly Adopted[]): ReadonlyMap<string, readonly Adopted[]> {
  const byFlag = new Map<string, Adopted[]>();
  for (const each of all) {
    const own = byFlag.get(idOf(each)) ?? [];
    own.push(each);
    byFlag.set(idOf(each), own);
  }
  return byFlag;
}
