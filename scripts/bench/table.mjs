/** Rows under a heading, in columns; the first is left-aligned, the others are numbers. */
export function table(title, rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column])))
      .join("   ")
      .trimEnd(),
  );
  return `${title}\n\n${lines.map((line) => `  ${line}`).join("\n")}\n`;
}

export function summary(samples) {
  const sorted = [...samples].sort((one, other) => one - other);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}
