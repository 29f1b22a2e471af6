import { FORMS } from "./configuration.mjs";
import { PEER, WITH_FLAG } from "./forms.mjs";
import { table } from "./table.mjs";
import { OPERATIONS } from "./workspace.mjs";

/** Requests and seconds of one stack in each form, and what another provider was seen to send. */
export function formsTable({ stack, rows, isWhole }) {
  const operations = [...OPERATIONS, WITH_FLAG];
  const cells = (operation) =>
    FORMS.flatMap(({ name }) => {
      const row = rows.find((each) => each.form === name && each.operation === operation);
      return row ? [row.reads + row.writes, `${row.seconds.toFixed(2)} s`] : ["", ""];
    });
  const peer = (operation) => (isWhole ? [PEER.requests[operation] ?? ""] : []);
  const title = `One stack, its overrides written in each form: ${stack}\n  requests, those of an apply's or a destroy's plan included, and the time of the whole command`;
  const notes = isWhole ? `\n  ${PEER.title}: ${PEER.source}\n  ${PEER.note}` : "";
  return table(title + notes, [
    ["", ...FORMS.flatMap(({ name }) => [name, "time"]), ...(isWhole ? [PEER.title] : [])],
    ...operations.map(({ name }) => [name, ...cells(name), ...peer(name)]),
  ]);
}
