import type { Changeset } from "../../adapter/edits/changeset";
import { OFF, ON } from "../../model/variant";
import type { Document } from "../document/document";
import { configurationsFor } from "../document/treatment-value";
import type { Applied, ApplyContext } from "./applied";
import { applyTo } from "./apply";

/** What a definition starts from where there is none: everybody gets what "off" means. */
function blank(name: string, { variants, whenOff, default: byDefault }: Changeset): Document {
  const treatments = variants?.map(({ key, value, description }) => {
    const configurations = configurationsFor(key, value);
    return {
      name: key,
      ...(configurations === undefined ? {} : { configurations }),
      ...(description === null ? {} : { description }),
    };
  }) ?? [{ name: ON }, { name: OFF }];
  const serve = byDefault?.serve ?? byDefault?.whole?.serve;
  const served = serve?.kind === "variant" ? serve.variant : undefined;
  const first = treatments.some((each) => each.name === OFF) ? OFF : (served ?? treatments[0]?.name ?? OFF);
  const off = whenOff ?? first;
  return {
    name,
    killed: false,
    treatments,
    defaultTreatment: off,
    rules: [],
    defaultRule: [{ treatment: off, size: 100 }],
  };
}

/** What says that the definition is to be there, so that it is made where it is not. */
export function makesDefinition({ default: byDefault, killed, whenOff, variants, rules, settings }: Changeset): boolean {
  // Words for the change log alone change nothing.
  const { title: _, comment: __, ...own } = settings.split ?? {};
  return [byDefault, killed, whenOff, variants, rules, ...Object.values(own)].some((each) => each !== undefined);
}

interface Creation extends Applied {
  /** The body of the POST, without the words for the change log. */
  readonly body: Readonly<Record<string, unknown>>;
  /** A definition cannot be made killed: it is killed right after. */
  readonly kill: boolean;
}

export function creationOf(name: string, wanted: Changeset, context: ApplyContext): Creation {
  const applied = applyTo(blank(name, wanted), wanted, context);
  const { name: _, killed, ...body } = applied.document;
  return { ...applied, body, kill: killed };
}
