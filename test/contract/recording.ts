import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const step = z.strictObject({
  name: z.string(),
  request: z.strictObject({
    auth: z.enum(["admin", "limited", "wrong", "none"]),
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
    raw: z.string().optional(),
  }),
  keep: z.record(z.string(), z.string()),
  response: z.strictObject({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown().optional() }),
});

const recording = z.strictObject({ scenario: z.string(), about: z.string(), steps: z.array(step) });

export type Step = z.output<typeof step>;
export type Recording = z.output<typeof recording>;

/** One recorded scenario of the real server. */
export function readRecording(scenario: string): Recording {
  const text = readFileSync(join(__dirname, "flagsmith", `${scenario}.json`), "utf8");
  return recording.parse(JSON.parse(text));
}
