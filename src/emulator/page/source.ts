import type { PageAnswer, PageFlag, PageFlags, PageProject, PageQuestion } from "./view-model";

/** What the page needs of a platform's emulator. Each platform has one, in its `page-model.ts`. */
export interface PageSource {
  readonly platform: string;
  readonly hints: PageFlags["hints"];
  projects(): readonly PageProject[];
  /** Empty for a project that does not exist. */
  flags(project: string): readonly PageFlagEntry[];
  /** What a person is served, by the emulator's own evaluation; nothing is stored. Throws a QuestionError. */
  answers(question: PageQuestion): readonly PageAnswer[];
  /** What a parameter in a path means: `environment` and its id or key give "environment production". */
  name(parameter: string, value: string): string | undefined;
  /** Every credential that the emulator accepts: none of them may show. */
  credentials(): readonly string[];
}

/** Shown only when it is in the list: there can be thousands. */
export interface PageFlagEntry {
  readonly key: string;
  readonly description: string;
  show(): PageFlag;
}
