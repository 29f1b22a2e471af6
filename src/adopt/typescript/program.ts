import { type Inventory, textAt } from "../inventory/adopted";
import { type FlagGroup, flagGroups, flagIdOf } from "../inventory/flag-groups";
import type { ProviderBlock } from "../session";
import { flagFunction } from "./flag-code";
import { call, string, word } from "./layout/code";
import { Module } from "./layout/module";
import type { OwnNames } from "./own-names";
import { environmentNames, type ProgramScope, programScope } from "./program-scope";
import { providerCode } from "./provider-code";
import { segmentsModule } from "./segment-code";

const INDENT = "  ";

/** A file of the program. What is in it is made each time that it is asked for: all files at once take much memory. */
export interface ProgramFile {
  readonly name: string;
  module(): Module;
}

/** The files of the program, main first. They are the same in both languages, except for types. */
export function programOf(
  inventory: Inventory,
  {
    provider,
    credential,
    ownNames,
  }: { readonly provider: ProviderBlock; readonly credential: string; readonly ownNames: OwnNames },
): readonly ProgramFile[] {
  const scope = programScope(inventory, ownNames);
  const flags = flagGroups(inventory);
  const segments = segmentsModule(inventory, scope);
  const hasSegments = segments !== undefined;
  const shared = projectModule(environmentNames(inventory), scope, hasSegments);
  const main = mainModule({ provider, credential, stack: stackName(provider), flags, hasSegments });
  const small = [main, shared, ...(segments ? [segments] : [])];
  return [
    ...small.map((module) => ({ name: module.name, module: () => module })),
    ...flags.map((group) => ({ name: group.name, module: () => flagModule(group, scope) })),
  ];
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
  readonly flags: readonly FlagGroup[];
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

function flagModule({ name, flags }: FlagGroup, scope: ProgramScope): Module {
  const module = new Module(name);
  const nameOf = ({ flag }: FlagGroup["flags"][number]): string => scope.flags.get(flagIdOf(flag)) ?? "";
  module.useType("Project", "./project");
  module.function(adderOf(module), [["project", "Project"]], "void");
  for (const each of flags) {
    const added = `${nameOf(each)}(project)`;
    module.typed(`${INDENT}${added};`, `${INDENT}attempt(${JSON.stringify(flagIdOf(each.flag))}, () => ${added});`);
  }
  module.line("}");
  for (const each of flags) {
    module.line();
    flagFunction(module, nameOf(each), each, scope);
  }
  return module;
}

/** The function that a file of flags exports. */
function adderOf({ name }: Pick<Module, "name">): string {
  return `addFlags${name.replace(/^flags-?/, "")}`;
}
