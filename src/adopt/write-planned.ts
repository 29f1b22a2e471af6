import { VERSION } from "../version";
import type { Adopted, Adoption } from "./adoption";
import { writeFolder, type WrittenFile } from "./folder";
import { configurationOf } from "./hcl/configuration";
import { type Adopted as AdoptedObject, allOf, type Inventory, type LeftOut } from "./inventory/adopted";
import { linker } from "./inventory/linked";
import { jsonParts } from "./plan/json-stack";
import { type Part, together } from "./plan/parts";
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
    progress(`writing ${String(allOf(inventory).length)} resources`);
    const written = write(place, inventory, adoption);
    if (written.kind === "written") {
      const outcome = await planAdopted(place.session, counted(written.parts(), inventory, progress), inventory, signal);
      signal.throwIfAborted();
      if (outcome.kind === "planned") {
        list?.();
        writeFolder(adoption.out, written.files(inventory.leftOut));
        const { parts, planned } = written;
        return { inventory, plan: outcome.plan, leftOut: inventory.leftOut, planned, parts };
      }
      inventory = leaveOut(inventory, outcome.refused);
    } else inventory = leaveOut(inventory, written.refused);
  }
}

type Written =
  | {
      readonly kind: "written";
      readonly planned: Adopted["planned"];
      readonly parts: Adopted["parts"];
      files(leftOut: readonly LeftOut[]): Iterable<WrittenFile>;
    }
  | { readonly kind: "refused"; readonly refused: Refused };

function write({ provider, platform, credential }: Place, inventory: Inventory, adoption: Adoption): Written {
  const { format } = adoption;
  const stack = stackName(provider);
  const project = typeof provider["project"] === "string" ? provider["project"] : undefined;
  const about = (leftOut: readonly LeftOut[]): WrittenFile =>
    readme({ platform, project, credential, format, stack, leftOut, exists: allOf(inventory).some(({ exists }) => exists) });
  const link = linker(inventory);
  const resources = { kind: "written", planned: "resources", parts: () => jsonParts(inventory, link, provider) } as const;
  if (format === "hcl") {
    const files = function* (leftOut: readonly LeftOut[]): Generator<WrittenFile> {
      yield* configurationOf(inventory, link, provider, { version: VERSION, credential });
      yield about(leftOut);
    };
    return { ...resources, files };
  }
  const program = programOf(inventory, provider, credential);
  const files = function* (leftOut: readonly LeftOut[]): Generator<WrittenFile> {
    for (const { name, module } of program) yield { name: `${name}.ts`, text: module().render("typescript") };
    yield* projectFiles(stack, VERSION);
    yield about(leftOut);
  };
  if (!adoption.load) return { ...resources, files };
  const synthesized = synthesize(program, inventory, adoption.load);
  if (synthesized.kind === "refused") return synthesized;
  return { kind: "written", planned: "program", parts: synthesized.parts, files };
}

/** The parts, with a line of progress for each. What does not exist yet can refer to anything by name, and is planned at once. */
function* counted(parts: Iterable<Part>, inventory: Inventory, progress: Adoption["progress"]): Generator<Part> {
  const all = allOf(inventory);
  let count = 0;
  for (const part of all.every(({ exists }) => exists) ? parts : [together(parts)]) {
    progress(`planning: ${String(count)} of ${String(all.length)} resources`);
    yield part;
    count += part.import?.length ?? 0;
  }
}
