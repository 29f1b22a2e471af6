import { existsSync } from "node:fs";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

export const HOW_TO_GET_CHROMIUM = `There is no Chromium on this machine. On Debian and Ubuntu: apt-get install -y --no-install-recommends chromium
Elsewhere, set CHROMIUM to the path of a Chromium or Chrome that you have.`;

/** Where the browser is; CHROMIUM says it for other places. */
export function findChromium() {
  return [process.env.CHROMIUM ?? "", ...PLACES].find((place) => place !== "" && existsSync(place));
}
