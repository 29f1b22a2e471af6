import { VERSION } from "../version";
import type { Adopted, Adoption } from "./adoption";
import { writeFolder, type WrittenFile } from "./folder";
import { configurationOf } from "./hcl/configuration";
import { allOf, type Inventory, type LeftOut } from "./inventory/adopted";
import { linker } from "./inventory/linked";
import { jsonParts } from "./plan/json-stack";
import { type Part, together } from "./plan/parts";
import { planAdopted, type Refused } from "./plan/plan-adopted";
import { readme } from "./readme";
import type { ProviderBlock, Session } from "./session";
import { NO_NAMES, type OwnNames } from "./typescript/own-names";
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

interface Ways {
  /** What stays of an inventory of which something is refused. */
  leaveOut(inventory: Inventory, refused: Refused): Inventory;
  /** What is taken for granted of traits. */
  readonly assumed?: readonly LeftOut[];
  /** Called before anything is written. */
  list?(): void;
}

/** Plans what would be written, without what is refused, and writes it. */
export async function writePlanned(
  place: Place,
  found: Inventory,
  adoption: Adoption,
  { leaveOut, list, assumed = [] }: Ways,
): Promise<Omit<Adopted, "losses">> {
  const { signal, progress } = adoption;
  let inventory = found;
  let ownNames = NO_NAMES;
  const resolve = (refused: Refused): void => {
    const taken = [...refused].filter(([each, { isNameTaken }]) => isNameTaken && !ownNames.has(each)).map(([each]) => each);
    ownNames = ownNames.with(taken);
    const rest = [...refused].filter(([each]) => !taken.includes(each));
    if (rest.length > 0) inventory = leaveOut(inventory, new Map(rest));
  };
  for (;;) {
    signal.throwIfAborted();
    progress(`writing ${String(allOf(inventory).length)} resources`);
    const written = write(place, { inventory, ownNames, assumed }, adoption);
    if (written.kind === "written") {
      const outcome = await planAdopted(place.session, counted(written.parts(), inventory, progress), inventory, signal);
      signal.throwIfAborted();
      if (outcome.kind === "planned") {
        list?.();
        writeFolder(adoption.out, written.files(inventory.leftOut));
        const { parts, planned } = written;
        return { inventory, plan: outcome.plan, leftOut: inventory.leftOut, planned, parts };
      }
      resolve(outcome.refused);
    } else resolve(written.refused);
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

interface Content {
  readonly inventory: Inventory;
  readonly ownNames: OwnNames;
  readonly assumed: readonly LeftOut[];
}

function write({ provider, platform, credential }: Place, content: Content, adoption: Adoption): Written {
  const { inventory, ownNames, assumed } = content;
  const { format } = adoption;
  const stack = stackName(provider);
  const project = typeof provider["project"] === "string" ? provider["project"] : undefined;
  const exists = allOf(inventory).some((each) => each.exists);
  const about = (leftOut: readonly LeftOut[]): WrittenFile =>
    readme({ platform, project, credential, format, stack, leftOut, assumed, exists });
  const link = linker(inventory);
  const resources = { kind: "written", planned: "resources", parts: () => jsonParts(inventory, link, provider) } as const;
  if (format === "hcl") {
    const files = function* (leftOut: readonly LeftOut[]): Generator<WrittenFile> {
      yield* configurationOf(inventory, link, provider, { version: VERSION, credential });
      yield about(leftOut);
    };
    return { ...resources, files };
  }
  const program = programOf(inventory, { provider, credential, ownNames });
  const files = function* (leftOut: readonly LeftOut[]): Generator<WrittenFile> {
    for (const { name, module } of program) yield { name: `${name}.ts`, text: module().render("typescript") };
    yield* projectFiles(stack, VERSION);
    yield about(leftOut);
  };
  if (!adoption.load) return { ...resources, files };
  const synthesized = synthesize(program, content, adoption.load);
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
