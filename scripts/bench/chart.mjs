import { scaleOf } from "./log-scale.mjs";
import { OPERATIONS } from "./workspace.mjs";

/** The curves as an SVG: a panel per operation, resources to the right and seconds upwards, both logarithmic. */

const PANEL = { width: 300, height: 190, left: 62, top: 96, right: 52, between: 78 };
const SIZE = {
  width: 2 * (PANEL.left + PANEL.width + PANEL.right),
  height: 2 * (PANEL.height + PANEL.between) + PANEL.top - 2,
};

const SERIES = [
  { name: "flagform", mark: "own", of: (row) => row.server === "at once" && row.seconds },
  { name: "flagform, each answer 50 ms late", mark: "late", of: (row) => row.server === "50 ms" && row.seconds },
  { name: "terraform_data with the same contents", mark: "graph", of: (row) => row.graphSeconds ?? false },
  { name: "terraform_data", mark: "floor", of: (row) => row.floorSeconds ?? false },
];

/** Both schemes bring their own ground: the page around may not follow the reader's scheme. */
const STYLE = `
  svg { font: 12px system-ui, sans-serif; }
  .line { fill: none; stroke-width: 2; }
  .late .line { stroke-dasharray: 7 4; }
  .graph .line { stroke-dasharray: 10 3 2 3; }
  .floor .line { stroke-dasharray: 2 3; }
${scheme({ ground: "#ffffff", text: "#1f2328", quiet: "#59636e", grid: "#d8dee4", own: "#0b5cad", late: "#a8480a", graph: "#1a7f37", floor: "#59636e" })}
  @media (prefers-color-scheme: dark) {
${scheme({ ground: "#0d1117", text: "#f0f6fc", quiet: "#9198a1", grid: "#2f353d", own: "#6cb2ff", late: "#ffab70", graph: "#56d364", floor: "#a1a8b3" })}
  }`;

/** Colours by class, not by variables: some of what shows pictures in documents knows none. */
function scheme({ ground, text, quiet, grid, ...series }) {
  const rules = [
    `.ground { fill: ${ground}; }`,
    `text { fill: ${text}; }`,
    `.quiet { fill: ${quiet}; }`,
    `.grid { stroke: ${grid}; }`,
    ...Object.entries(series).map(
      ([mark, ink]) => `.${mark} .line { stroke: ${ink}; } .${mark} .dot, .${mark} .end { fill: ${ink}; }`,
    ),
  ];
  return rules.map((rule) => `  ${rule}`).join("\n");
}

export function chart(results, machine) {
  const seconds = results.flatMap((row) => SERIES.map(({ of }) => of(row))).filter(Number);
  const x = scaleOf(
    results.map(({ resources }) => resources),
    [0, PANEL.width],
    [1],
  );
  const y = scaleOf(seconds, [PANEL.height, 0], [1, 2, 5]);
  const panels = OPERATIONS.map(({ name }, index) => {
    const left = PANEL.left + (index % 2) * (PANEL.left + PANEL.width + PANEL.right);
    const top = PANEL.top + Math.floor(index / 2) * (PANEL.height + PANEL.between);
    const rows = results.filter(({ operation }) => operation === name);
    return `<g transform="translate(${left} ${top})">\n${panel(name, rows, x, y)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-labelledby="title">
<title id="title">Time of terraform commands over the number of resources, flagform compared with terraform_data</title>
<style>${STYLE}
</style>
<rect class="ground" width="${SIZE.width}" height="${SIZE.height}"/>
<text x="16" y="26" font-size="15" font-weight="600">Whole terraform commands over the number of resources</text>
${legend()}
${panels.join("\n")}
<text class="quiet" x="16" y="${SIZE.height - 12}">${machine}. Both axes are logarithmic.</text>
</svg>
`;
}

function legend() {
  const offsets = [16, 122, 372, 660];
  return SERIES.map(
    ({ name, mark }, index) =>
      `<g class="${mark}" transform="translate(${offsets[index]} 50)"><path class="line" d="M0 0H28"/><circle class="dot" cx="14" r="3.5"/><text x="36" y="4">${name}</text></g>`,
  ).join("\n");
}

function panel(name, rows, x, y) {
  const across = y.ticks.map(
    (tick) =>
      `<path class="grid" d="M0 ${y.at(tick)}H${PANEL.width}"/><text class="quiet" x="-8" y="${y.at(tick) + 4}" text-anchor="end">${tick}</text>`,
  );
  const upwards = x.ticks.map(
    (tick) =>
      `<path class="grid" d="M${x.at(tick)} 0V${PANEL.height}"/><text class="quiet" x="${x.at(tick)}" y="${PANEL.height + 17}" text-anchor="middle">${tick.toLocaleString("en")}</text>`,
  );
  const series = SERIES.map(({ mark, of }) => ({
    mark,
    points: rows.filter(of).map((row) => ({ x: x.at(row.resources), y: y.at(of(row)), seconds: of(row) })),
  })).filter(({ points }) => points.length > 0);
  return [
    `<text x="0" y="-12" font-weight="600">${name}</text>`,
    ...across,
    ...upwards,
    `<text class="quiet" x="${PANEL.width / 2}" y="${PANEL.height + 35}" text-anchor="middle">resources</text>`,
    `<text class="quiet" transform="translate(-44 ${PANEL.height / 2}) rotate(-90)" text-anchor="middle">seconds</text>`,
    ...series.map(line),
    ...ends(series),
  ].join("\n");
}

function line({ mark, points }) {
  const dots = points.map((point) => `<circle class="dot" cx="${point.x}" cy="${point.y}" r="3.5"/>`);
  const path = `<path class="line" d="M${points.map((point) => `${point.x} ${point.y}`).join("L")}"/>`;
  return `<g class="${mark}">${path}${dots.join("")}</g>`;
}

/** What each curve comes to, in seconds, moved apart where they would cover each other. */
function ends(series) {
  const lasts = series.map(({ mark, points }) => ({ mark, ...points.at(-1) })).sort((one, other) => one.y - other.y);
  let lowest = -Infinity;
  return lasts.map((last) => {
    lowest = Math.max(last.y, lowest + 13);
    const text = `${last.seconds.toFixed(last.seconds < 10 ? 1 : 0)} s`;
    return `<g class="${last.mark}"><text class="end" x="${last.x + 8}" y="${(lowest + 4).toFixed(1)}">${text}</text></g>`;
  });
}
