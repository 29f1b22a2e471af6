/** Loaded into each provider process by NODE_OPTIONS: at its end it tells what it took. */
const { appendFileSync, readFileSync } = require("node:fs");

process.on("exit", () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { peakKilobytes: peakKilobytes(), cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  appendFileSync(process.env.FLAGFORM_BENCH_USAGE, `${JSON.stringify(usage)}\n`);
});

/** Linux gives a child its parent's peak to start with, and Terraform's is high; VmHWM starts again with the program. */
function peakKilobytes() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
}
