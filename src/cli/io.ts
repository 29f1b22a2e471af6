import { printable } from "../terraform/printable";

/** The terminal. Control characters in text from others are shown, not executed. */
export const terminal: Io = {
  out: (text) => void process.stdout.write(printable(text)),
  err: (text) => void process.stderr.write(printable(text)),
};

/** Where a command writes. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}
