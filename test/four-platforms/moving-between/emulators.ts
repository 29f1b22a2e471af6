import type { PageSource } from "../../../src/emulator/page/source";
import type { PageAnswer, PageProject, PageQuestion } from "../../../src/emulator/page/view-model";
import type * as starting from "../../../src/emulator/wire/server/start";

/**
 * The emulators' own evaluation, as their pages show it, asked without HTTP: these tests ask a hundred thousand times. To be imported
 * before the first emulator is.
 */

const sources = new Map<string, PageSource>();
const START = "../../../src/emulator/wire/server/start";

jest.doMock(START, () => {
  const actual = jest.requireActual<typeof starting>(START);
  const startEmulator: typeof starting.startEmulator = async (backend, options, source) => {
    const started = await actual.startEmulator(backend, options, source);
    if (source) sources.set(started.url, source);
    return started;
  };
  return { ...actual, startEmulator };
});

export function projectsAt(url: string): readonly PageProject[] {
  return sourceAt(url).projects();
}

export function answersAt(url: string, question: PageQuestion): readonly PageAnswer[] {
  return sourceAt(url).answers(question);
}

function sourceAt(url: string): PageSource {
  const found = sources.get(url);
  if (!found) throw new Error(`an emulator at ${url} was loaded before this file`);
  return found;
}
