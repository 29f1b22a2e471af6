import { invalid } from "../../wire/api-error";

const FLAG_WORDS = new Set(["datetime", "string", "set", "integer"]);
const TREATMENT_WORDS = new Set(
  (
    "all and between contain contains control datetime does end ends false has have if in is match matches not number " +
    "set split start starts string then treatment true with"
  ).split(" "),
);

/** Names of flags and segments. */
export function checkObjectName(name: string): void {
  if (!/^[A-Za-z][-_A-Za-z0-9]*$/.test(name)) {
    throw invalid(`The name "${name}" is not valid: it begins with a letter, then letters, digits, - and _`);
  }
  if (FLAG_WORDS.has(name.toLowerCase())) throw invalid(`The name "${name}" is reserved`);
}

/** What is wrong with the name of a treatment. */
export function treatmentNameProblem(name: string): string | undefined {
  if (!/^[A-Za-z][-_A-Za-z0-9]*$/.test(name)) return `the treatment name "${name}" is not valid`;
  return TREATMENT_WORDS.has(name.toLowerCase()) ? `the treatment name "${name}" is reserved` : undefined;
}
