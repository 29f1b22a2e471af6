import type { HttpError } from "../../../../http/http-error";
import type { PlatformEnvironment } from "../../../port/platform-environment";
import { wordsIn } from "../../api/errors";
import { type Document, LISTS } from "../../document/document";
import type { PatchOperation } from "../../document/patch";
import type { PatchGuardsMode } from "../../run/config";

/**
 * Tests, to be sent before operations that name a list position, of what must still be there: if somebody has moved it since it was
 * read, the server refuses the whole patch. All tests refer to the document as it was read. An operation that sets a whole list, or
 * removes a treatment, would overwrite what somebody added: it tests the whole treatment.
 */
export function guardsOf(live: Document, operations: readonly PatchOperation[]): PatchOperation[] {
  const tests = new Map(operations.flatMap(({ path }) => premisesOf(live, path)));
  return [...tests].map(([path, value]) => ({ op: "test", path, value }));
}

type Premise = readonly [path: string, value: unknown];

function premisesOf(live: Document, path: string): Premise[] {
  const [, member = "", place = "", part, item] = path.split("/");
  // An append is right whatever else was appended.
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

/** Whether patches are guarded. It is not documented that Split accepts `test` in a definition: if it does not, patches are sent without. */
export class PatchGuards {
  private isDropped = false;

  constructor(
    private readonly mode: PatchGuardsMode,
    private readonly log: PlatformEnvironment["log"],
  ) {}

  get areOn(): boolean {
    return this.mode === "on" || (this.mode === "auto" && !this.isDropped);
  }

  /** Whether a patch may have been refused because of its tests: nobody else changed the definition. */
  mayBeBlamed(error: HttpError): boolean {
    const words = wordsIn(error);
    const isAboutThem = words === "" || /\b(test|op|operations?|patch|path|pointer)\b/i.test(words);
    return this.areOn && this.mode === "auto" && isAboutThem;
  }

  /** The same patch succeeded without its tests: from now on patches are sent without. */
  drop(words: string): void {
    if (this.isDropped) return;
    this.isDropped = true;
    this.log(
      "warn",
      `Split does not accept \`test\` in a patch ("${words}"): patches are sent without it from now on, and somebody else's change between reading and writing may move the list positions that they use`,
    );
  }
}
