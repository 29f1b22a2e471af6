import { CreationTurns } from "../../../src/platforms/flagsmith/run/creation-turns";
import { failure } from "../../support/adapter-workbench";
import { Workbench } from "./workbench";

describe("turns", () => {
  const P = { id: "1" };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** Work that ends when it is told to, and says that it began. */
  function started(turns: CreationTurns, log: string[], kind: "environment" | "flag", name: string, project = P) {
    let end: (error?: Error) => void = () => undefined;
    const done = turns.take(project, kind, () => {
      log.push(name);
      return new Promise<void>((resolve, reject) => (end = (error) => (error ? reject(error) : resolve())));
    });
    return { done, end: (error?: Error) => end(error) };
  }

  test("flags go together, environments after them, and whoever comes then waits behind", async () => {
    const [turns, log] = [new CreationTurns(), [] as string[]];
    const [one, two] = [started(turns, log, "flag", "flag 1"), started(turns, log, "flag", "flag 2")];
    const place = started(turns, log, "environment", "environment 1");
    const three = started(turns, log, "flag", "flag 3");
    const place2 = started(turns, log, "environment", "environment 2");
    await settle();
    expect(log).toEqual(["flag 1", "flag 2"]);
    one.end();
    await one.done;
    await settle();
    expect(log).toHaveLength(2);
    two.end(new Error("refused"));
    await expect(two.done).rejects.toThrow("refused");
    await settle();
    expect(log.slice(2)).toEqual(["environment 1", "environment 2"]);
    place.end();
    place2.end();
    await Promise.all([place.done, place2.done]);
    await settle();
    expect(log.slice(4)).toEqual(["flag 3"]);
    three.end();
    await three.done;
  });

  test("projects know nothing of each other", async () => {
    const [turns, log] = [new CreationTurns(), [] as string[]];
    const here = started(turns, log, "flag", "here");
    const there = started(turns, log, "environment", "there", { id: "2" });
    await settle();
    expect(log).toEqual(["here", "there"]);
    here.end();
    there.end();
    await Promise.all([here.done, there.done]);
  });
});

describe("made in one run, on a server that takes its time", () => {
  let workbench: Workbench;
  afterEach(() => workbench.stop());

  test.each(["__future__", "versions", "legacy"] as const)(
    "environments, copies and flags are whole (%s)",
    async (strategy) => {
      const versioned = strategy === "versions";
      workbench = await Workbench.start({
        creationTime: 30,
        versioning: versioned,
        ...(strategy !== "__future__" && { server: "2.200" }),
      });
      const platform = workbench.platform();
      const { project } = workbench;
      await platform.environments.create(project, { name: "production" });
      const variants = [{ key: "red", value: { kind: "string", value: "#c00" }, description: null }] as const;
      const [flags, environments] = await Promise.all([
        Promise.all(["a", "b", "c"].map((name) => platform.flags.create(project, { name, variants }))),
        Promise.all([
          platform.environments.create(project, { name: "staging" }),
          platform.environments.create(project, { name: "preview", making: { cloneFrom: "production" } }),
          platform.environments.create(project, { name: "test", flagsmith: { versioned: true } }),
        ]),
        platform.flags.create(project, { name: "d" }),
      ]);
      for (const environment of environments) {
        for (const flag of flags) {
          const unit = { project, environment, flag };
          await platform.definitions.write(unit, [
            { kind: "set-default", enabled: true, serve: { kind: "variant", variant: "red" } },
          ]);
          expect((await workbench.platform().definitions.read(unit))?.served).toMatchObject({ variant: "red" });
        }
      }
    },
  );
});

describe.each([
  { name: "__future__", options: {} },
  { name: "experiments", options: { server: "2.240" } },
  { name: "versions", options: { server: "2.200", versioning: true } },
  { name: "legacy", options: { server: "2.200" } },
] as const)("a flag that was left without a state, through $name", ({ options }) => {
  let workbench: Workbench;
  afterEach(() => workbench.stop());

  test("is known for what it is, by a read and by a write", async () => {
    workbench = await Workbench.start({ creationTime: 200, ...options });
    const { project } = workbench;
    // Two processes, which know nothing of each other.
    const making = workbench.platform().environments.create(project, { name: "production" });
    while (!workbench.server.requests().some(({ method, path }) => method === "POST" && path.endsWith("/environments/"))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const flag = await workbench.platform().flags.create(project, { name: "banner" });
    const unit = { project, environment: await making, flag };
    const platform = workbench.platform();
    for (const work of [
      () => platform.definitions.read(unit),
      () => platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]),
      () => platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]),
    ]) {
      const { details } = await failure(work());
      expect(details).toMatchObject({ code: "invalid", subject: "flag" });
      expect(details.reason).toContain("the flag has no state in environment production");
      expect(details.nextStep).toContain("-replace=");
    }
  });
});

test("a server that fails for another reason is not taken for that", async () => {
  const workbench = await Workbench.start();
  const unit = await workbench.unit();
  workbench.server.fault({ kind: "status", status: 500, path: "/api/__future__/*", times: 0 });
  expect((await failure(workbench.platform().definitions.read(unit))).details.reason).not.toContain("no state");
  workbench.server.fault({ kind: "status", status: 500, path: "/api/v1/*", times: 0 });
  expect((await failure(workbench.platform().definitions.read(unit))).details.reason).not.toContain("no state");
  await workbench.stop();
});
