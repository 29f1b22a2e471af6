import { VERSION } from "../version";
import type { Adopted, Adoption } from "./adoption";
import { writeFolder, type WrittenFile } from "./folder";
import { configurationOf } from "./hcl/configuration";
import { type Adopted as AdoptedObject, allOf, type Inventory, type LeftOut } from "./inventory/adopted";
import { linked } from "./inventory/linked";
import { jsonStack } from "./plan/json-stack";
import { planAdopted } from "./plan/plan-adopted";
import type { Refusal } from "./plan/refusal";
import { readme } from "./readme";
import type { ProviderBlock, Session } from "./session";
import { programOf, stackName } from "./typescript/program";
import { projectFiles } from "./typescript/project-files";
import { synthesize } from "./typescript/synthesize";

/** Where the files are for, and where they are planned. */
export interface Place {
  readonly session: Session;
  readonly platform: string;
  readonly provider: ProviderBlock;
  readonly credential: string;
}

type Refused = ReadonlyMap<AdoptedObject, Refusal>;

interface Ways {
  /** What stays of an inventory of which something is refused. */
  leaveOut(inventory: Inventory, refused: Refused): Inventory;
  /** Called before anything is written. */
  list?(): void;
}

/** Plans what would be written, without what is refused, and writes it. */
export async function writePlanned(
  place: Place,
  found: Inventory,
  adoption: Adoption,
  { leaveOut, list }: Ways,
): Promise<Omit<Adopted, "losses">> {
  const { signal, progress } = adoption;
  let inventory = found;
  for (;;) {
    signal.throwIfAborted();
    progress(`planning ${String(allOf(inventory).length)} resources`);
    const written = write(place, inventory, adoption);
    if (written.kind === "written") {
      const outcome = await planAdopted(place.session, written.stack, inventory, signal);
      signal.throwIfAborted();
      if (outcome.kind === "planned") {
        list?.();
        writeFolder(adoption.out, written.files(inventory.leftOut));
        return { inventory, plan: outcome.plan, leftOut: inventory.leftOut, planned: written.planned };
      }
      inventory = leaveOut(inventory, outcome.refused);
    } else inventory = leaveOut(inventory, written.refused);
  }
}

type Written =
  | {
      readonly kind: "written";
      readonly stack: object;
      readonly planned: Adopted["planned"];
      files(leftOut: readonly LeftOut[]): readonly WrittenFile[];
    }
  | { readonly kind: "refused"; readonly refused: Refused };

function write({ provider, platform, credential }: Place, inventory: Inventory, adoption: Adoption): Written {
  const { format } = adoption;
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
