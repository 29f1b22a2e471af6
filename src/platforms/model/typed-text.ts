import { canonicalNumber, isKeptByDouble } from "./number-text";
import type { ConditionType, SegmentCondition } from "./segment-rule";

/** Texts that represent typed values, as in conditions. */

/** Why the values of a condition do not have the type that the platform compares; undefined if all have it. */
export function refuseTyped({ value, values }: SegmentCondition, type: ConditionType): string | undefined {
  const texts = [...(value === null ? [] : [value]), ...(values ?? [])];
  return texts.map((text) => refuseText(text, type)).find((refusal) => refusal !== undefined);
}

function refuseText(text: string, type: ConditionType): string | undefined {
  const given = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  switch (type) {
    case "number":
      if (canonicalNumber(text) === undefined)
        return `${given} is not a number; to compare it as text set \`type = "string"\`.`;
      return isKeptByDouble(text)
        ? undefined
        : `Numbers are compared as JavaScript does (64 bit floating point), which cannot hold ${given}. Round it, or compare it as text (\`type = "string"\`).`;
    case "boolean":
      return text === "true" || text === "false" ? undefined : `${given} is not a boolean: write "true" or "false".`;
    case "date":
      return isTime(text) ? undefined : `${given} is not a time. Write it as 2027-01-11T09:00:00Z.`;
    case "string":
    case "version":
      return undefined;
  }
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** An existing day or time in RFC 3339: no February 30th, no hour 24. */
function isTime(text: string): boolean {
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0"] = TIME.exec(text) ?? [];
  if (year === "") return false;
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isDay && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 && !Number.isNaN(Date.parse(text));
}
