import type { Values } from "../command/command";

/** The options of every emulator. */
export const COMMON = {
  port: { value: "PORT", integer: true, help: "a port of the loopback interface (default: a free one)" },
  key: { value: "KEY", help: "the credential (default: generated); on Mixpanel the service account's secret" },
  "limited-key": { value: "KEY", help: "a second credential with few permissions or none" },
  budget: { value: "N/min", help: "requests per minute, for example 5/min; above it the answer is 429" },
  seed: { value: "FILE", help: "a JSON document with what to start with, in place of the project of the examples" },
  empty: { help: "start with nothing" },
} as const;

export type CommonValues = Values<typeof COMMON>;
