/** A logarithmic axis over these values: from and to a tick, the ticks being these multiples of powers of ten. */
export function scaleOf(values, [from, to], multiples) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const all = ticksAround(least, most, multiples);
  const lower = all.filter((tick) => tick <= least).at(-1);
  const upper = all.find((tick) => tick >= most && tick > lower);
  const share = (value) => (Math.log(value) - Math.log(lower)) / (Math.log(upper) - Math.log(lower));
  return {
    ticks: all.filter((tick) => tick >= lower && tick <= upper),
    at: (value) => Number((from + share(value) * (to - from)).toFixed(1)),
  };
}

function ticksAround(least, most, multiples) {
  const powers = [];
  for (let power = Math.floor(Math.log10(least)) - 1; power <= Math.ceil(Math.log10(most)) + 1; power += 1)
    powers.push(power);
  return powers.flatMap((power) => multiples.map((multiple) => Number(`${multiple}e${power}`)));
}
