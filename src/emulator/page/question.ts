import { z } from "zod";
import { recordOf } from "../wire/record-of";
import type { PageQuestion } from "./view-model";

const TEXT = 2000;
const text = z.string().max(TEXT);

/** What the page's form sends. */
const questionSchema = z.strictObject({
  project: text,
  environment: text,
  identity: text.min(1, "enter an identity"),
  traits: recordOf(z.union([text, z.number(), z.boolean(), z.array(text).max(100)])).default({}),
});

/** Throws a ZodError or a SyntaxError. */
export function readQuestion(body: string): PageQuestion {
  return questionSchema.parse(JSON.parse(body));
}
