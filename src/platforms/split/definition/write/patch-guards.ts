import type { HttpError } from "../../../../http/http-error";
import type { PlatformEnvironment } from "../../../port/platform-environment";
import { wordsIn } from "../../api/errors";
import { type Document, LISTS } from "../../document/document";
import type { PatchOperation } from "../../document/patch";
import type { PatchGuardsMode } from "../../run/config";

/**
 * What must still stand where the operations name a place in a list, as tests that go before them: should somebody have shifted
 * it since it was read, the server refuses the whole patch. All of them are of the document as it was read. An operation that
 * sets a list, or removes a treatment, as a whole would cover what somebody put there: it tests all of the treatment.
 */
export function guardsOf(live: Document, operations: readonly PatchOperation[]): PatchOperation[] {
  const tests = new Map(operations.flatMap(({ path }) => premisesOf(live, path)));
  return [...tests].map(([path, value]) => ({ op: "test", path, value }));
}

type Premise = readonly [path: string, value: unknown];

function premisesOf(live: Document, path: string): Premise[] {
  const [, member = "", place = "", part, item] = path.split("/");
  // What is appended suits whatever else was appended.
  if (place === "" || place === "-") return [];
  if (member === "rules" || member === "defaultRule") return [[`/${member}`, live[member]]];
  const treatment = member === "treatments" ? live.treatments[Number(place)] : undefined;
  if (!treatment) return [];
  const whole = `/treatments/${place}`;
  const list = LISTS.find((each) => each === part);
  if (part === undefined || (list && item === undefined)) return [[whole, treatment]];
  const name: Premise = [`${whole}/name`, treatment.name];
  return list && item !== "-" ? [name, [path, treatment[list]?.[Number(item)]]] : [name];
}

/** Whether patches are guarded. Nobody has seen Split take a `test` in a definition: where it does not, they go without. */
export class PatchGuards {
  private isDropped = false;

  constructor(
    private readonly mode: PatchGuardsMode,
    private readonly log: PlatformEnvironment["log"],
  ) {}

  get areOn(): boolean {
    return this.mode === "on" || (this.mode === "auto" && !this.isDropped);
  }

  /** Whether a patch, refused although nobody else had changed a thing, may have been so for its tests. */
  mayBeBlamed(error: HttpError): boolean {
    const words = wordsIn(error);
    const isAboutThem = words === "" || /\b(test|op|operations?|patch|path|pointer)\b/i.test(words);
    return this.areOn && this.mode === "auto" && isAboutThem;
  }

  /** The same patch passed without its tests: from now on all go without. */
  drop(words: string): void {
    if (this.isDropped) return;
    this.isDropped = true;
    this.log(
      "warn",
      `Split does not accept \`test\` in a patch ("${words}"): patches are sent without it from now on, and somebody else's change between reading and writing may move the list positions that they use`,
    );
  }
}
