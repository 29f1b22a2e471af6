import { importIdOfParts } from "../../resources/import/import-id";

/** A name as people see it, or its id where a name would not lead to this object, or is no plain text in an import block. */
interface NamedPart {
  readonly name: string;
  readonly id: string;
  /** Several objects have the name. */
  readonly isShared?: boolean;
}

export type ImportPart = NamedPart | string;

export function importIdOf(...parts: readonly ImportPart[]): string {
  return importIdOfParts(...parts.map((part) => (typeof part === "string" ? part : plainName(part))));
}

function plainName({ name, id, isShared = false }: NamedPart): string {
  return isShared || !isPlain(name) ? `id:${id}` : name;
}

/** Not a template of Terraform, not an id by itself, and nothing that an editor or a server would cut off. */
export function isPlain(name: string): boolean {
  return (
    !/[$%]\{|[\u0000-\u001f\u007f-\u009f]/.test(name) &&
    !/^id:/i.test(name) &&
    !name.includes("?overrides=") &&
    name.trim() === name &&
    name !== ""
  );
}
