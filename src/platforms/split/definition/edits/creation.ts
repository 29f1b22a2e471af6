import type { Changeset } from "../../../adapter/edits/changeset";
import { invalid } from "../../../adapter/errors";
import { OFF, ON } from "../../../model/variant";
import type { DefinitionUnit } from "../../../port/definition";
import type { Document } from "../../document/document";
import { configurationsFor } from "../../document/treatment-value";
import type { Applied, ApplyContext } from "./applied";
import { applyTo } from "./apply";

/** What a new definition starts from: everybody gets what "off" means. */
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

/** Whether the edits state a definition, so that it is created where there is none. */
export function makesDefinition({ default: byDefault, killed, whenOff, variants, rules, settings }: Changeset): boolean {
  // A title and a comment are only for the change log.
  const { title: _, comment: __, ...own } = settings.split ?? {};
  return [byDefault, killed, whenOff, variants, rules, ...Object.values(own)].some((each) => each !== undefined);
}

export interface Creation extends Applied {
  /** The body of the POST, without title and comment for the change log. */
  readonly body: Readonly<Record<string, unknown>>;
  /** A definition cannot be created killed: it is killed right after. */
  readonly kill: boolean;
}

export function creationOf(name: string, wanted: Changeset, context: ApplyContext): Creation {
  const applied = applyTo(blank(name, wanted), wanted, context);
  const { name: _, killed, ...body } = applied.document;
  return { ...applied, body, kill: killed };
}

/** Where there is no definition and the edits create none: there is nothing to remove, and overrides are refused. */
export function requireNoPuts({ segments, identities, settings }: Changeset, unit: DefinitionUnit, attempted: string): void {
  if (segments.puts.size + identities.puts.size + Object.keys(settings.split ?? {}).length === 0) return;
  throw invalid(attempted, {
    reason: `flag ${unit.flag.name} is not configured in environment ${unit.environment.name}, and Split keeps overrides in the definition`,
    nextStep:
      "Define the flag in this environment first (flagform_environment_definition), and make the override depend on it.",
    subject: "flag",
  });
}
