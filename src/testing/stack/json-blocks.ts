import { failure } from "../failure";

export type Json = { readonly [name: string]: unknown };

/** Terraform's JSON writes one block as an object and several as a list of them; nothing is no block. */
export function asBlocks(json: unknown, where: string): Json[] {
  if (json === undefined || json === null) return [];
  return (Array.isArray(json) ? json : [json]).map((each) => asRecord(each, where));
}

export function asRecord(json: unknown, where: string): Json {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw failure("Invalid stack", `${where} must be an object.`);
  }
  return Object.fromEntries(Object.entries(json).filter(([name]) => name !== "//"));
}

export function asText(json: unknown, where: string): string {
  if (typeof json !== "string") throw failure("Invalid stack", `${where} must be a string.`);
  return json;
}

/** A list of strings; a single string is a list of one. */
export function asStrings(json: unknown, where: string): string[] {
  if (json === undefined || json === null) return [];
  return (Array.isArray(json) ? json : [json]).map((each) => asText(each, where));
}
