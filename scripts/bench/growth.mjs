import { OPERATIONS } from "./workspace.mjs";

/** The exponent of `y = c * x^k` through these points: the slope of their logarithms, by least squares. */
export function exponent(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (axis) => logs.reduce((sum, point) => sum + point[axis], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/**
 * Per operation: how requests, time, the provider's CPU time and the floor grow over all sizes, and between the two largest alone,
 * where what every command takes anyway no longer flatters.
 */
export function growthOf(results) {
  return OPERATIONS.flatMap(({ name }) => {
    const measured = results.filter(({ operation, server }) => operation === name && server === "at once");
    if (measured.length < 2) return [];
    const over = (rows, value) => exponent(rows.map((row) => [row.resources, value(row)]));
    const all = (rows) => ({
      requests: over(rows, ({ reads, writes }) => reads + writes),
      seconds: over(rows, ({ seconds }) => seconds),
      cpuSeconds: over(rows, ({ cpuSeconds }) => cpuSeconds),
      floorSeconds: over(rows, ({ floorSeconds }) => floorSeconds),
      graphSeconds: over(rows, ({ graphSeconds }) => graphSeconds),
    });
    return [{ operation: name, ...all(measured), lastStep: all(measured.slice(-2)) }];
  });
}
