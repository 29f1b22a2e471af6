import { setFlagsFromString } from "node:v8";

/**
 * What is held at a time is small (10,000 flags: some 200 MB), and much more is let go. V8 would let the heap grow to several times that
 * before it collects; this keeps the process below 500 MB, for no more CPU time.
 */
export function keepHeapSmall(): void {
  // Another engine: JavaScriptCore.
  if (process.versions["bun"] === undefined) setFlagsFromString("--heap-growing-percent=25");
}
