import type { PageAudience, PageDefinition, PageEnvironment, PageFlag, PageFlags } from "../view-model";
import { bodyOf, byId, el, foreign } from "./dom";
import { badge, counted, servesView } from "./serves";
import { visibleText } from "./visible";

/** More than this stay folded at first. */
const FEW = 4;

/** Flags × environments. Rows that did not change stay, with what is unfolded and where the focus is. */
export class FlagsTable {
  private readonly table = byId("flags-table", HTMLTableElement);
  private readonly status = byId("flags-status", HTMLElement);
  private readonly caption = byId("flags-caption", HTMLElement);
  private readonly rows = new Map<string, { readonly row: HTMLTableRowElement; readonly text: string }>();
  private heads = "";

  show({ project, flags, found }: PageFlags): void {
    this.showHeads(project?.id ?? "", project?.environments ?? []);
    this.caption.textContent = project ? `Flags of ${visibleText(project.name)} in each environment` : "Flags";
    const rows = flags.map((flag) => this.rowOf(flag, project?.environments ?? []));
    const keys = new Set(flags.map((each) => each.key));
    for (const key of this.rows.keys()) if (!keys.has(key)) this.rows.delete(key);
    const body = bodyOf(this.table);
    for (const old of [...body.rows]) if (!rows.includes(old)) old.remove();
    for (const [at, row] of rows.entries()) if (body.rows[at] !== row) body.insertBefore(row, body.rows[at] ?? null);
    setText(this.status, statusOf(project !== null, flags.length, found));
  }

  private showHeads(project: string, environments: readonly PageEnvironment[]): void {
    const heads = JSON.stringify([project, environments]);
    if (heads === this.heads) return;
    this.heads = heads;
    this.rows.clear();
    const names = environments.map((each) => el("th", { scope: "col" }, foreign(each.name)));
    this.table.tHead?.replaceChildren(el("tr", {}, el("th", { scope: "col" }, "Flag"), ...names));
  }

  private rowOf(flag: PageFlag, environments: readonly PageEnvironment[]): HTMLTableRowElement {
    const text = JSON.stringify(flag);
    const known = this.rows.get(flag.key);
    if (known?.text === text) return known.row;
    const unfolded = [...(known?.row.querySelectorAll("details") ?? [])].map((each) => each.open);
    const row = el(
      "tr",
      {},
      el(
        "th",
        { scope: "row" },
        foreign(flag.key),
        ...(flag.isArchived ? [" ", badge("killed", "Archived")] : []),
        ...(flag.description === "" ? [] : [el("span", { class: "about quiet" }, foreign(flag.description))]),
      ),
      ...environments.map((_, at) => cellOf(flag.definitions[at])),
    );
    for (const [at, details] of [...row.querySelectorAll("details")].entries()) details.open = unfolded[at] ?? details.open;
    this.rows.set(flag.key, { row, text });
    return row;
  }
}

function statusOf(hasProject: boolean, shown: number, found: number): string {
  if (!hasProject) return "There is no project yet.";
  if (found === 0) return "There is no such flag.";
  if (shown < found) return `The first ${shown} of ${found} flags. Find narrows the list.`;
  return found === 1 ? "One flag." : `${found} flags.`;
}

/** Only a change is read out. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function cellOf(definition: PageDefinition | undefined): HTMLElement {
  if (!definition) return el("td");
  const { state, stateText, serves, audiences, unlisted, notes } = definition;
  return el(
    "td",
    {},
    badge(state, stateText),
    " ",
    servesView(serves),
    ...(audiences.length === 0 ? [] : [audiencesView(audiences, unlisted)]),
    ...(notes.length === 0 ? [] : [el("ul", { class: "notes" }, ...notes.map((each) => el("li", {}, each)))]),
  );
}

function audiencesView(audiences: readonly PageAudience[], unlisted: number): HTMLElement {
  const rules = audiences.filter((each) => each.kind === "rule").length;
  const overrides = audiences.length - rules + unlisted;
  const counts = [
    ...(overrides > 0 ? [counted(overrides, "override")] : []),
    ...(rules > 0 ? [counted(rules, "rule")] : []),
  ];
  const more = unlisted > 0 ? [el("li", {}, `and ${unlisted} more`)] : [];
  return el(
    "details",
    audiences.length <= FEW ? { open: "" } : {},
    el("summary", {}, counts.join(", ")),
    el("ul", { class: "audiences" }, ...audiences.map(audienceView), ...more),
  );
}

const KINDS: Readonly<Record<PageAudience["kind"], string>> = { identity: "Identity ", segment: "Segment ", rule: "If " };

function audienceView({ kind, name, isOn, serves }: PageAudience): HTMLElement {
  return el(
    "li",
    {},
    KINDS[kind],
    foreign(name),
    ": ",
    ...(isOn ? [] : [badge("off", "Off"), " "]),
    ...onText(isOn, serves),
  );
}

/** An override that only says that the flag is on serves no value. */
function onText(isOn: boolean, serves: PageAudience["serves"]): readonly Node[] {
  return serves.length === 0 && isOn ? [badge("on", "On")] : [servesView(serves)];
}
