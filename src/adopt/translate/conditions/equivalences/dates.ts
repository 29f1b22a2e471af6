import { all, type Formula, literal } from "../formula";
import { type Equivalence, wantedBy, withValue } from "./equivalence";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Split's times are numbers, compared by the minute, or by the day of UTC. */
export const datesAsNumbers: Equivalence = (condition, { from }) => {
  if (from !== "split" || condition.type !== "date") return [];
  const [first = NaN, second = NaN] = wantedBy(condition).map(Date.parse);
  const since = (time: number): Formula =>
    literal(withValue(condition, { operator: "at_least", value: String(time), type: null }));
  const before = (time: number): Formula =>
    literal(withValue(condition, { operator: "less_than", value: String(time), type: null }));
  const start = (time: number, unit: number): number => Math.floor(time / unit) * unit;
  switch (condition.operator) {
    case "at_least":
      return [since(start(first, MINUTE))];
    case "at_most":
      return [before(start(first, MINUTE) + MINUTE)];
    case "between":
      return [all([since(start(first, MINUTE)), before(start(second, MINUTE) + MINUTE)])];
    case "equal_to":
      return [all([since(start(first, DAY)), before(start(first, DAY) + DAY)])];
    default:
      return [];
  }
};
