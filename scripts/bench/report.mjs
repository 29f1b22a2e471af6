import { FORMS, MIX } from "./configuration.mjs";
import { formsTable } from "./forms-table.mjs";
import { STACK } from "./platform-stacks.mjs";
import { SERVERS } from "./scale.mjs";
import { table } from "./table.mjs";
import { OPERATIONS } from "./workspace.mjs";

/** The results as tables for people. */
export function report({ machine, startUp, load, forms, scale, growth, platforms }) {
  return [
    `${machine.description}; load average ${machine.loadBefore.toFixed(1)} before, ${machine.loadAfter.toFixed(1)} after\n`,
    startUp && startUpTable(startUp),
    load && loadTable(load),
    forms && formsTable(forms),
    ...SERVERS.flatMap((server) => FORMS.map((form) => scaleTable(server, form, scale))),
    growth.length > 0 && growthTable(growth),
    platforms && platformsTable(platforms),
  ]
    .filter(Boolean)
    .join("\n");
}

function startUpTable({ rounds, planRounds, runtimes, missing }) {
  const [{ bare, plan: first }] = runtimes;
  const rows = runtimes.map(({ name, bare: own, provider, plan, residentMegabytes }) => [
    name,
    ...(own === undefined ? ["", ""] : [milliseconds(own.min), milliseconds(own.median)]),
    milliseconds(provider.min),
    milliseconds(provider.median),
    ratio(provider.min, bare.min),
    ratio(provider.median, bare.median),
    megabytes(residentMegabytes.median),
    milliseconds(plan.min),
    milliseconds(plan.median),
    ratio(plan.median, first.median),
  ]);
  const title = `Start of the provider, min and median (${rounds} runs each, in turns), and whole plans of 2 resources with nothing to do (${planRounds} each)
  bare: node -e 0, to its exit; handshake: from exec to the handshake line; x bare: times the first row's bare; x plan: times its plan (medians)`;
  const heading = ["", "bare", "", "handshake", "", "x bare", "", "memory", "plan", "", "x plan"];
  return [table(title, [heading, ...rows]), ...missing.map((each) => `  Not measured: ${each}\n`)].join("");
}

function loadTable({ rounds, cdktfMilliseconds: cdktf, flagformMilliseconds: flagform }) {
  return table(`require() (${rounds} fresh processes)`, [
    ["", "min", "median"],
    ["cdktf", milliseconds(cdktf.min), milliseconds(cdktf.median)],
    ["flagform, cdktf being there", milliseconds(flagform.min), milliseconds(flagform.median)],
  ]);
}

function scaleTable(server, form, scale) {
  const rows = scale.filter((row) => row.server === server.name && row.form === form.name);
  if (rows.length === 0) return undefined;
  const compared = COMPARED.filter(({ of }) => rows.some((row) => of(row) !== undefined));
  const idle = IDLE_CPU.filter(({ of }) => rows.some((row) => of(row) !== undefined));
  const refused = server.budget !== undefined;
  const heading = ["", "reads", "writes", ...(refused ? ["refused"] : []), "time"];
  const body = rows.map((row, index) => [
    `${index % OPERATIONS.length === 0 ? `${row.resources} resources: ` : ""}${row.operation}`,
    row.reads,
    row.writes,
    ...(refused ? [row.refused] : []),
    seconds(row.seconds),
    ...compared.flatMap(({ of }) => (of(row) === undefined ? ["", ""] : [seconds(of(row)), ratio(row.seconds, of(row))])),
    each(row.cpuSeconds, row),
    ...idle.map(({ of }) => each(of(row), row)),
    megabytes(row.peakMegabytes),
  ]);
  const first = `Whole commands with ${server.title}, ${form.title}\n  ${MIX}\n  reads are GETs; an apply's and a destroy's count those of its plan; CPU and memory are the provider's`;
  const second = compared.map(({ heading: name, what }) => `\n  ${name}: ${what}`).join("");
  const columns = compared.flatMap(({ heading: name }) => [name, "x that"]);
  return table(first + second, [
    [...heading, ...columns, "CPU each", ...idle.map(({ heading: name }) => name), "memory"],
    ...aligned(body),
  ]);
}

/** What the same operation is compared with, in the order of its columns. */
const COMPARED = [
  { heading: "floor", what: "as many terraform_data, which no provider works on", of: (row) => row.floorSeconds },
  { heading: "same graph", what: "terraform_data with our contents and references", of: (row) => row.graphSeconds },
  { heading: "idle", what: "a provider of the same kit and schemas that does nothing", of: (row) => row.idleSeconds },
  { heading: "idle Go", what: "the same in Go, on HashiCorp's terraform-plugin-go", of: (row) => row.goSeconds },
];

/** Providers that do nothing, whose CPU stands next to ours. */
const IDLE_CPU = [
  { heading: "idle's", of: (row) => row.idleCpuSeconds },
  { heading: "idle Go's", of: (row) => row.goCpuSeconds },
];

function each(cpuSeconds, { resources }) {
  return cpuSeconds === undefined ? "" : `${((cpuSeconds / resources) * 1000).toFixed(2)} ms`;
}

/** The size in front of a block's first row only, the operations one below the other. */
function aligned(rows) {
  const prefix = Math.max(...rows.map(([name]) => name.indexOf(": ") + 2));
  return rows.map(([name, ...cells]) => {
    const at = name.indexOf(": ");
    const [size, operation] = at < 0 ? ["", name] : [name.slice(0, at), name.slice(at + 2)];
    return [size.padEnd(prefix) + operation, ...cells];
  });
}

const GROWING = ["requests", "time", "CPU", "floor", "same graph"];

function growthTable(growth) {
  const cells = (exponents) =>
    ["requests", "seconds", "cpuSeconds", "floorSeconds", "graphSeconds"].map((name) => exponents[name].toFixed(2));
  return table("Growth: the exponent over all sizes (1.00 is in proportion), and over the last step alone", [
    ["", ...GROWING, "last step:", ...GROWING],
    ...growth.map((row) => [row.operation, ...cells(row), "", ...cells(row.lastStep)]),
  ]);
}

function platformsTable(platforms) {
  const names = [...new Set(platforms.map(({ platform }) => platform))];
  return table(`Requests on each platform (reads + writes): ${STACK}`, [
    ["", ...names],
    ...OPERATIONS.map(({ name }) => [
      name,
      ...names.map((each) => {
        const row = platforms.find(({ platform, operation }) => platform === each && operation === name);
        return `${row.reads} + ${row.writes}`;
      }),
    ]),
  ]);
}

function milliseconds(value) {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function megabytes(value) {
  return `${value.toFixed(0)} MB`;
}

function seconds(value) {
  return `${value.toFixed(2)} s`;
}

function ratio(value, base) {
  return `${(value / base).toFixed(2)} x`;
}
