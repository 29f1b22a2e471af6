import { type FlagsmithWorkbench } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

/** What the first diagnostic says, and where. */
export interface Refused {
  readonly summary: RegExp;
  readonly detail: RegExp;
  readonly path: readonly (string | number)[];
}

/** Refused with these words, before anything was written or kept. The resource at fault is called `x`. */
export async function expectNothingDone(
  workbench: FlagsmithWorkbench,
  work: () => Promise<unknown>,
  refused: Refused,
): Promise<void> {
  workbench.forget();
  const [diagnostic] = await refusal(work());
  expect(diagnostic?.summary).toMatch(refused.summary);
  expect(diagnostic?.detail).toMatch(refused.detail);
  expect(diagnostic?.path).toEqual(refused.path);
  expect(diagnostic?.address).toMatch(/\.x$/);
  expect(workbench.writes()).toEqual([]);
  expect(workbench.driver.state.instances).toEqual([]);
}
