import { refusal, type Lab } from "../lab";

/** What the first diagnostic says, and where. */
export interface Refused {
  readonly summary: RegExp;
  readonly detail: RegExp;
  readonly path: readonly (string | number)[];
}

/** Refused with these words, before anything was written or kept. The resource at fault is called `x`. */
export async function expectNothingDone(lab: Lab, work: () => Promise<unknown>, refused: Refused): Promise<void> {
  lab.forget();
  const [diagnostic] = await refusal(work());
  expect(diagnostic?.summary).toMatch(refused.summary);
  expect(diagnostic?.detail).toMatch(refused.detail);
  expect(diagnostic?.path).toEqual(refused.path);
  expect(diagnostic?.address).toMatch(/\.x$/);
  expect(lab.writes()).toEqual([]);
  expect(lab.driver.state.instances).toEqual([]);
}
