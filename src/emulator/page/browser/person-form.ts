import type { PageAnswer, PageFlags, PageProject, PageQuestion } from "../view-model";
import { bodyOf, byId, el, foreign, setOptions } from "./dom";
import { loadAnswers, wordsOf } from "./server";
import { badge, counted } from "./serves";
import { TraitRows } from "./trait-rows";
import { visibleText } from "./visible";

/** Who is served what, and why: asks again by itself when flags change. */
export class PersonForm {
  private readonly environment = byId("environment", HTMLSelectElement);
  private readonly identity = byId("identity", HTMLInputElement);
  private readonly status = byId("person-status", HTMLElement);
  private readonly answers = byId("answers", HTMLElement);
  private readonly caption = byId("answers-caption", HTMLElement);
  private readonly traits = new TraitRows();
  private project: PageProject | undefined;
  private asked: PageQuestion | undefined;
  private rounds = 0;

  constructor() {
    byId("person-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
  }

  show({ project, hints }: PageFlags): void {
    this.project = project ?? undefined;
    byId("identity-hint", HTMLElement).textContent = hints.identity;
    byId("traits-hint", HTMLElement).textContent = hints.traits;
    const environments = project?.environments ?? [];
    setOptions(
      this.environment,
      environments.map(({ id, name }) => ({ value: id, text: visibleText(name) })),
    );
    const { asked } = this;
    if (asked && environments.some((each) => each.id === asked.environment)) void this.ask(asked, "silently");
  }

  private async submit(): Promise<void> {
    const traits = this.traits.read();
    if (typeof traits === "string") {
      this.status.textContent = traits;
      return;
    }
    if (!this.project) {
      this.status.textContent = "There is no environment yet.";
      return;
    }
    const { value: environment } = this.environment;
    await this.ask({ project: this.project.id, environment, identity: this.identity.value, traits });
  }

  private async ask(question: PageQuestion, manner?: "silently"): Promise<void> {
    this.rounds += 1;
    const round = this.rounds;
    this.asked = question;
    try {
      const answers = await loadAnswers(question);
      if (round !== this.rounds) return;
      this.showAnswers(question, answers);
      if (manner !== "silently")
        this.status.textContent = `${this.caption.textContent}: ${counted(answers.length, "flag")}.`;
    } catch (failure) {
      if (round !== this.rounds) return;
      this.answers.hidden = true;
      this.status.textContent = visibleText(wordsOf(failure));
    }
  }

  private showAnswers(question: PageQuestion, answers: readonly PageAnswer[]): void {
    const environment = this.project?.environments.find((each) => each.id === question.environment)?.name ?? "";
    this.caption.replaceChildren("What ", foreign(question.identity), " is served in ", foreign(environment));
    const sorted = [...answers].sort((one, other) => (one.flag < other.flag ? -1 : 1));
    bodyOf(this.answers).replaceChildren(...sorted.map(rowOf));
    this.answers.hidden = false;
  }
}

function rowOf({ flag, isOn, text, reason }: PageAnswer): HTMLElement {
  const state = isOn === null ? [] : [isOn ? badge("on", "On") : badge("off", "Off"), " "];
  const served = text === "" ? [] : [foreign(text, "code")];
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, foreign(flag)),
    el("td", {}, ...state, ...served),
    el("td", { "data-kind": reason.kind }, foreign(reason.text)),
  );
}
