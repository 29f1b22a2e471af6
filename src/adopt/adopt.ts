import type { Plan } from "../testing/plan";
import { VERSION } from "../version";
import { writeFolder, type WrittenFile } from "./folder";
import { configurationOf } from "./hcl/configuration";
import { allOf, type Inventory, type LeftOut } from "./inventory/adopted";
import { linked } from "./inventory/linked";
import { type Choice, takeInventory } from "./inventory/take-inventory";
import { jsonStack } from "./plan/json-stack";
import { without } from "./plan/left-out";
import { planImports } from "./plan/plan-imports";
import { readme } from "./readme";
import type { Session } from "./session";
import { programOf, stackName } from "./typescript/program";
import { projectFiles } from "./typescript/project-files";
import { type LoadPackage, synthesize } from "./typescript/synthesize";

export const FORMATS = ["typescript", "hcl"] as const;
export type Format = (typeof FORMATS)[number];

export interface Adoption extends Choice {
  readonly format: Format;
  /** The folder to write: new, or empty. */
  readonly out: string;
  /** The environment variables that the credential is read from, in words. */
  readonly credential: string;
  /** Undefined: the packages of the constructs are not installed. */
  readonly load: LoadPackage | undefined;
  readonly signal: AbortSignal;
  progress(text: string): void;
}

export interface Adopted {
  readonly inventory: Inventory;
  readonly plan: Plan;
  readonly leftOut: readonly LeftOut[];
  /** What was planned: the written program itself, or the same resources. */
  readonly planned: "program" | "resources";
}

/**
 * Writes what a platform has as configuration, after a plan of it. It only reads: what the plan refuses is left out, and planned without
 * it.
 */
export async function adopt(opened: Session, adoption: Adoption): Promise<Adopted> {
  const { signal, progress } = adoption;
  const session = await opened.readable(adoption.environments);
  let inventory = await takeInventory(session, adoption, progress);
  for (;;) {
    signal.throwIfAborted();
    progress(`planning ${String(allOf(inventory).length)} resources`);
    const written = write(session, inventory, adoption);
    if (written.kind === "written") {
      const outcome = await planImports(session, written.stack, inventory, signal);
      signal.throwIfAborted();
      if (outcome.kind === "planned") {
        writeFolder(adoption.out, written.files(inventory.leftOut));
        return { inventory, plan: outcome.plan, leftOut: inventory.leftOut, planned: written.planned };
      }
      inventory = without(inventory, outcome.reasons);
    } else inventory = without(inventory, written.reasons);
  }
}

type Written =
  | {
      readonly kind: "written";
      readonly stack: object;
      readonly planned: Adopted["planned"];
      files(leftOut: readonly LeftOut[]): readonly WrittenFile[];
    }
  | { readonly kind: "refused"; readonly reasons: Parameters<typeof without>[1] };

function write({ written: provider, platform }: Session, inventory: Inventory, adoption: Adoption): Written {
  const { credential, format } = adoption;
  const stack = stackName(provider);
  const project = typeof provider["project"] === "string" ? provider["project"] : undefined;
  const about = (leftOut: readonly LeftOut[]): WrittenFile =>
    readme({ platform, project, credential, format, stack, leftOut });
  const resources = linked(inventory);
  if (format === "hcl") {
    const files = configurationOf(resources, provider, { version: VERSION, credential });
    const planned = { kind: "written", stack: jsonStack(resources, provider), planned: "resources" } as const;
    return { ...planned, files: (leftOut) => [...files, about(leftOut)] };
  }
  const modules = programOf(inventory, provider, credential);
  const files = (leftOut: readonly LeftOut[]): readonly WrittenFile[] => [
    ...modules.map((each) => ({ name: `${each.name}.ts`, text: each.render("typescript") })),
    ...projectFiles(stack, VERSION),
    about(leftOut),
  ];
  if (!adoption.load) return { kind: "written", stack: jsonStack(resources, provider), planned: "resources", files };
  const synthesized = synthesize(modules, inventory, adoption.load);
  if (synthesized.kind === "refused") return synthesized;
  return { kind: "written", stack: synthesized.stack, planned: "program", files };
}
