import { printable } from "../terraform/printable";

/** The terminal, which shows what others wrote and never obeys it. */
export const terminal: Io = {
  out: (text) => void process.stdout.write(printable(text)),
  err: (text) => void process.stderr.write(printable(text)),
};

/** Where a command writes. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}
