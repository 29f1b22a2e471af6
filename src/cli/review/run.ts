import type { Review } from "../../review/document";
import { htmlReview } from "../../review/formats/html";
import { jsonReview } from "../../review/formats/json";
import { markdownReview } from "../../review/formats/markdown";
import { textReview } from "../../review/formats/text";
import { reviewPlan } from "../../review/review";
import { readPersonas } from "../../serving/personas";
import type { PlatformName } from "../../serving/world/world";
import { UsageError } from "../command/command";
import type { Io } from "../terminal/io";
import { styled, type Text } from "../terminal/style";
import { messageOf } from "../terminal/system-error";
import { readFailRule } from "./fail-on";
import { givenPlan } from "./given-plan";
import { decoded, readGiven } from "./plan-text";

interface ReviewValues {
  readonly format: "text" | "markdown" | "html" | "json" | undefined;
  readonly personas: string | undefined;
  readonly "fail-on": readonly string[];
  readonly production: readonly string[];
  readonly platform: PlatformName | undefined;
}

/** Of a plan that has what `--fail-on` names. */
const FAILED = 3;

export async function runReview(given: string, values: ReviewValues, io: Io): Promise<number> {
  const rules = values["fail-on"].map((text) => ({ text, rule: readFailRule(text) }));
  const personas = values.personas === undefined ? {} : personasIn(values.personas);
  const { production, platform } = values;
  const review = reviewPlan(await givenPlan(given, io), {
    personas,
    production,
    ...(platform && { platform }),
  });
  io.out(...shown(review, values.format));
  const failed = rules.flatMap(({ text, rule }) => {
    const reason = rule(review);
    return reason === undefined ? [] : [`--fail-on ${text}: ${reason}`];
  });
  for (const line of failed) io.err(styled("red", "flagform review:"), ` ${line}\n`);
  return failed.length > 0 ? FAILED : 0;
}

function personasIn(file: string) {
  const text = decoded(readGiven(file));
  try {
    return readPersonas(text);
  } catch (cause) {
    throw new UsageError(`${file} ${messageOf(cause)}. See flagform review --help`);
  }
}

function shown(review: Review, format: ReviewValues["format"]): readonly Text[] {
  switch (format) {
    case "markdown":
      return [markdownReview(review)];
    case "html":
      return [htmlReview(review)];
    case "json":
      return [jsonReview(review)];
    default:
      return textReview(review);
  }
}
