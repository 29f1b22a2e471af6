import { printable } from "../../terraform/printable";

type Line = Pick<NodeJS.WriteStream, "columns" | "destroyed" | "isTTY"> & { write(text: string): unknown };

/** The last line of a terminal; nothing where there is none. */
export function progressLine(stream: Line): (text: string) => void {
  let shown = "";
  return (text) => {
    if (!stream.isTTY || stream.destroyed || text === shown) return;
    const columns = Math.max(1, stream.columns - 1);
    stream.write(`\r\u001b[2K${printable(text).slice(0, columns)}`);
    shown = text;
  };
}
