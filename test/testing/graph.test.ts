import { Graph, Semaphore } from "../../src/testing/graph";

const nothing = (): Promise<void> => Promise.resolve();

test("runs what is needed first, and everything that can run side by side", async () => {
  const done: string[] = [];
  const graph = new Graph();
  const node = (id: string, ...after: string[]) => {
    graph.add(id, after, async () => {
      await nothing();
      done.push(id);
    });
  };
  node("c", "b", "elsewhere");
  node("b", "a");
  node("a");
  node("d");
  expect(await graph.walk()).toEqual([]);
  expect(done.filter((id) => id !== "d")).toEqual(["a", "b", "c"]);
  expect(done).toContain("d");
});

test("a failure stops its dependents only", async () => {
  const done: string[] = [];
  const graph = new Graph();
  graph.add("bad", [], () => Promise.reject(new Error("no")));
  graph.add("after", ["bad"], nothing);
  graph.add("far", ["after"], () => Promise.resolve(void done.push("far")));
  graph.add("other", [], () => Promise.resolve(void done.push("other")));
  expect(await graph.walk()).toEqual([new Error("no")]);
  expect(done).toEqual(["other"]);
});

test("a cycle is an error that shows it", async () => {
  const graph = new Graph();
  graph.add("a", ["b"], nothing);
  graph.add("b", ["c"], nothing);
  graph.add("c", ["b"], nothing);
  await expect(graph.walk()).rejects.toThrow("b -> c -> b");
});

test("the semaphore holds back what is too much, in order", async () => {
  const limit = new Semaphore(2);
  const started: number[] = [];
  const release: (() => void)[] = [];
  const work = [0, 1, 2, 3].map((each) =>
    limit.use(() => {
      started.push(each);
      return new Promise<void>((resolve) => release.push(resolve));
    }),
  );
  await nothing();
  expect(started).toEqual([0, 1]);
  release[0]?.();
  await work[0];
  expect(started).toEqual([0, 1, 2]);
  release[1]?.();
  release[2]?.();
  await work[1];
  await work[2];
  release[3]?.();
  await Promise.all(work);
  expect(started).toEqual([0, 1, 2, 3]);
});
