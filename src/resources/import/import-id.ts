import type { Project } from "../../platforms/port/named";
import { PlatformError } from "../../platforms/port/platform-error";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { Client } from "../run/client";
import { IMPORT_ID_PARTS } from "./import-id-parts";

/**
 * Import ids are the visible names, joined by `/`: a `/` inside a part is `%2F`, the last part takes the rest, and a project
 * may come first.
 */
interface ImportId {
  readonly project: string | null;
  readonly parts: readonly string[];
}

export async function parseImportId(id: string, names: readonly string[], client: Client): Promise<ImportId> {
  if (!splitImportId(id, names.length, false)) {
    const form = names.map((name) => `<${name}>`).join("/");
    throw new DiagnosticError(
      error(
        `"${id}" is not an import id of this resource`,
        `It has the form ${form}, or <project>/${form} for a project other than the provider's. Write a "/" inside a name as %2F.`,
      ),
    );
  }
  const pieces = id.split("/");
  const hasProject = pieces.length > names.length && (await projectNamed(decode(pieces[0]), client)) !== undefined;
  return partsOf(pieces, names.length, hasProject);
}

/** The names in an import id; undefined if it has too few, or an empty one. Without a client, one name too many is a project. */
export function splitImportId(id: string, count: number, mayHaveProject: boolean): ImportId | undefined {
  const pieces = id.split("/");
  if (pieces.length < count || pieces.some((piece) => piece === "")) return undefined;
  return partsOf(pieces, count, mayHaveProject && pieces.length > count);
}

type Parts = typeof IMPORT_ID_PARTS;

/** The parts of a resource's import id, each by its name. */
export async function importedParts<T extends keyof Parts>(
  id: string,
  type: T,
  client: Client,
): Promise<{ readonly [K in Parts[T][number] | "project"]: K extends "project" ? string | null : string }> {
  const names: readonly string[] = IMPORT_ID_PARTS[type];
  const { project, parts } = await parseImportId(id, names, client);
  const named = names.map((name, index) => [name, parts[index] ?? ""]);
  return { project, ...Object.fromEntries(named) } as Awaited<ReturnType<typeof importedParts<T>>>;
}

export function formatImportId(...parts: string[]): string {
  return parts.map((part, index) => (index === parts.length - 1 ? encodeLast(part) : encode(part))).join("/");
}

/** The same with every `/` encoded: for parts of which the last may look like several. */
export function importIdOfParts(...parts: string[]): string {
  return parts.map(encode).join("/");
}

function partsOf(pieces: readonly string[], count: number, hasProject: boolean): ImportId {
  if (!hasProject) return { project: null, parts: take(pieces, count) };
  return { project: decode(pieces[0]), parts: take(pieces.slice(1), count) };
}

function take(pieces: readonly string[], count: number): string[] {
  return [...pieces.slice(0, count - 1).map(decode), decode(pieces.slice(count - 1).join("/"))];
}

function encode(part: string): string {
  return encodeLast(part).replace(/\//g, "%2F");
}

/** What looks like the overrides of a definition's import is a part of the name. */
function encodeLast(part: string): string {
  return part.replace(/%/g, "%25").replace(/\?(?=overrides=)/g, "%3F");
}

function decode(part: string | undefined): string {
  return (part ?? "")
    .replace(/%2F/gi, "/")
    .replace(/%3F(?=overrides=)/gi, "?")
    .replace(/%25/g, "%");
}

async function projectNamed(name: string, client: Client): Promise<Project | undefined> {
  try {
    return await client.platform.project(name);
  } catch (cause) {
    if (cause instanceof PlatformError && cause.code === "gone") return undefined;
    throw cause;
  }
}
