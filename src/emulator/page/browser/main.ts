import type { PageVisit } from "../view-model";
import { byId, setOptions } from "./dom";
import { FaultForm } from "./fault-form";
import { FlagsTable } from "./flags-table";
import { LogTable } from "./log-table";
import { PersonForm } from "./person-form";
import { loadFlags, LOG, wordsOf } from "./server";
import { visibleText } from "./visible";

/** The emulator's page: loads the flags, and again when the log of requests shows a write. */

const RELOAD_AFTER_MS = 300;

const problem = byId("problem", HTMLElement);
const project = byId("project", HTMLSelectElement);
const find = byId("find", HTMLInputElement);
const flags = new FlagsTable();
const person = new PersonForm();
const faults = new FaultForm();
const log = new LogTable(reloadSoon);

let timer: number | undefined;
let rounds = 0;

/** A burst of writes causes one reload, and one more while it lasts. */
function reloadSoon(): void {
  timer ??= window.setTimeout(() => {
    timer = undefined;
    void reload();
  }, RELOAD_AFTER_MS);
}

async function reload(): Promise<void> {
  rounds += 1;
  const round = rounds;
  try {
    const loaded = await loadFlags(project.value, find.value);
    if (round !== rounds) return;
    byId("project-field", HTMLElement).hidden = loaded.projects.length < 2;
    setOptions(
      project,
      loaded.projects.map(({ id, name }) => ({ value: id, text: visibleText(name) })),
    );
    flags.show(loaded);
    person.show(loaded);
    showProblem("");
  } catch (failure) {
    if (round === rounds) showProblem(wordsOf(failure));
  }
}

function showProblem(words: string): void {
  problem.hidden = words === "";
  if (problem.textContent !== words) problem.textContent = words;
}

function follow(): void {
  const source = new EventSource(LOG);
  source.addEventListener("open", () => void reload());
  source.addEventListener("reset", () => log.clear());
  source.addEventListener("visits", ({ data }: MessageEvent<string>) => {
    log.add(JSON.parse(data) as PageVisit[]);
    faults.refresh();
  });
  // It tries again by itself.
  source.addEventListener("error", () => showProblem(wordsOf(undefined)));
}

project.addEventListener("change", () => void reload());
find.addEventListener("input", reloadSoon);
window.addEventListener("focus", reloadSoon);
follow();
