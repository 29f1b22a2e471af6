import { gate, group, openDesk, rules, stopAll } from "../client";

afterEach(stopAll);

const premium = {
  operator: "and",
  children: [{ property: "user", value: "plan", operator: "==", operand: "premium", type: "string" }],
};
const within = (cohort: unknown): unknown => ({
  selector: { operator: "and", children: [{ property: "cohort", value: cohort, operator: "in" }] },
});

describe("cohorts (5.7)", () => {
  test("are created with their definition at the top level, and read with and without a data view", async () => {
    const desk = await openDesk();
    const made = (await desk.call("POST", desk.cohorts, { name: "Premium", selector: premium })).results();
    expect(made).toMatchObject({
      id: expect.any(Number) as number,
      name: "Premium",
      description: null,
      is_locked: false,
      is_visible: true,
      selector: premium,
      referenced_by: [],
      referenced_directly_by: [],
    });
    const inView = `/api/app/projects/${desk.project}/workspaces/${desk.workspace}/cohorts/${String(made.id)}`;
    expect((await desk.call("GET", inView)).results()).toEqual(made);
    expect((await desk.call("GET", `/api/app/projects/${desk.project}/workspaces/1/cohorts`)).status).toBe(404);
  });

  test("refuse a nested definition, and a body without a name", async () => {
    const desk = await openDesk();
    const nested = await desk.call("POST", desk.cohorts, { name: "Premium", definition: { selector: premium } });
    expect(nested.error()).toContain("definition: Extra inputs are not permitted");
    expect((await desk.call("POST", desk.cohorts, { selector: premium })).error()).toBe("name: Field required");
  });

  test("are changed in part", async () => {
    const desk = await openDesk();
    const made = (await desk.call("POST", desk.cohorts, { name: "Premium", selector: premium })).results();
    const path = `${desk.cohorts}/${String(made.id)}`;
    const renamed = (await desk.call("PATCH", path, { name: "Paying", description: "they pay" })).results();
    expect(renamed).toMatchObject({ name: "Paying", description: "they pay", selector: premium });
    expect(String(renamed.last_edited) > String(made.last_edited)).toBe(true);
    expect((await desk.call("PATCH", path, { colour: "red" })).status).toBe(400);
  });

  test("are listed by id and by data group", async () => {
    const desk = await openDesk();
    const one = (await desk.call("POST", desk.cohorts, { name: "One", data_group_id: "77" })).results();
    const two = (await desk.call("POST", desk.cohorts, { name: "Two" })).results();
    const ids = async (query: string): Promise<unknown> =>
      ((await desk.call("GET", desk.cohorts + query)).results() as unknown as { id: number }[]).map((each) => each.id);
    expect(await ids("")).toEqual([one.id, two.id]);
    expect(await ids("?data_group_id=77")).toEqual([one.id]);
    expect(await ids(`?ids=${String(two.id)}`)).toEqual([two.id]);
  });

  test("say which cohorts name them, at once and through others", async () => {
    const desk = await openDesk();
    const create = async (body: unknown): Promise<unknown> => (await desk.call("POST", desk.cohorts, body)).results().id;
    const inner = await create({ name: "Inner", selector: premium });
    const middle = await create({ name: "Middle", ...Object(within(inner)) });
    const outer = await create({ name: "Outer", ...Object(within(middle)) });
    const { referenced_by: all, referenced_directly_by: direct } = (
      await desk.call("GET", `${desk.cohorts}/${String(inner)}`)
    ).results();
    expect([all, direct]).toEqual([[middle, outer], [middle]]);
  });

  test("are not deleted while a flag or a cohort names them, unless the server allows that", async () => {
    for (const [deleteUsedCohort, status] of [
      ["refused", 400],
      ["allowed", 200],
    ] as const) {
      const desk = await openDesk({ deleteUsedCohort });
      const { id } = (await desk.call("POST", desk.cohorts, { name: "Premium" })).results();
      await desk.created({ ruleset: rules({ rollout: [group({ cohort_definition: within(id) })] }) });
      const answer = await desk.call("DELETE", `${desk.cohorts}/${String(id)}`);
      expect(answer.status).toBe(status);
      if (status === 400) expect(answer.error()).toContain('feature flag "new_checkout"');
    }
  });

  test("are deleted one by one and in bulk, changed in bulk; nothing happens when one is not there", async () => {
    const desk = await openDesk();
    const ids: unknown[] = [];
    for (const name of ["One", "Two", "Three"]) ids.push((await desk.call("POST", desk.cohorts, { name })).results().id);
    const [one, two, three] = ids;
    expect((await desk.call("DELETE", `${desk.cohorts}/${String(one)}`)).body).toEqual({ status: "ok", results: {} });
    expect((await desk.call("GET", `${desk.cohorts}/${String(one)}`)).status).toBe(404);
    expect((await desk.call("POST", `${desk.cohorts}/bulk-delete`, { cohort_ids: [two, one] })).status).toBe(404);
    await desk.call("POST", `${desk.cohorts}/bulk-update`, { cohorts: [{ id: two, name: "Second" }] });
    expect((await desk.call("GET", `${desk.cohorts}/${String(two)}`)).results()).toMatchObject({ name: "Second" });
    await desk.call("POST", `${desk.cohorts}/bulk-delete`, { cohort_ids: [two, three] });
    expect((await desk.call("GET", desk.cohorts)).results()).toEqual([]);
  });
});

describe("the hash of a cohort that a flag targets (3.4, 5.1)", () => {
  const targeting = (value: string, hash: unknown): Record<string, unknown> => {
    const definition = { selector: { property: "user", value: "plan", operator: "==", operand: value } };
    return gate({
      status: "enabled",
      ruleset: rules({ rollout: [group({ cohort_definition: definition, cohort_hash: hash })] }),
    });
  };
  const hashOf = (flag: Record<string, unknown>): unknown =>
    (flag.ruleset as { rollout: { cohort_hash: unknown }[] }).rollout[0]?.cohort_hash;

  test("is the server's to make, and stays the same for the same definition", async () => {
    const desk = await openDesk();
    const made = await desk.created(targeting("premium", null));
    expect(hashOf(made)).toMatch(/^[0-9a-f]{32}$/);
    const again = await desk.call("PUT", desk.flag(made.id), targeting("premium", null));
    expect(hashOf(again.results())).toBe(hashOf(made));
  });

  test("finds the old cohort when it is sent along with another definition (7.3)", async () => {
    const gold = { profile: { plan: "gold" } };
    const desk = await openDesk();
    const made = await desk.created(targeting("premium", null));
    await desk.call("PUT", desk.flag(made.id), targeting("gold", hashOf(made)));
    expect(desk.served("new_checkout", "ada", gold)).toMatchObject({ kind: "fallback" });
    await desk.call("PUT", desk.flag(made.id), targeting("gold", null));
    expect(desk.served("new_checkout", "ada", gold)).toMatchObject({ kind: "variant", key: "On" });
    const kind = await openDesk({ cohortHash: "ignored" });
    await kind.created(targeting("gold", "anything"));
    expect(kind.served("new_checkout", "ada", gold)).toMatchObject({ kind: "variant", key: "On" });
  });

  test("matches nobody when no cohort has it", async () => {
    const desk = await openDesk();
    await desk.created(targeting("premium", "cohort_abc123"));
    expect(desk.served("new_checkout", "ada", { profile: { plan: "premium" } })).toMatchObject({ kind: "fallback" });
  });
});
