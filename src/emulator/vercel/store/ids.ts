import { randomBytes } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits, as the vendor's ids and tokens have them. */
export function randomText(length: number): string {
  return [...randomBytes(length)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

export function newId(prefix: "flag" | "seg" | "prj" | "ver" | "mkt"): string {
  return `${prefix}_${randomText(24)}`;
}
