import {
  BETA,
  bodyFor,
  booleanFlag,
  environment,
  inPreview,
  inProduction,
  ofFlag,
  patch,
  planRule,
  PLANS,
  plans,
  segmentRule,
  sent,
  sentPlans,
  STAFF,
  stringFlag,
} from "./documents";

/** One test for each member that the vendor's page on PATCH lists: the document before, the edits, the very request. */

const ON = { type: "variant", variantId: "on" };

test("fallthrough: a boolean flag is switched on by its variant, and nothing else of the environment changes", () => {
  const live = environment({ rules: [planRule], targets: { on: { user: { id: [{ value: "u1", note: "QA" }] } } } });
  expect(bodyFor(booleanFlag(live), inProduction({ kind: "set-default", enabled: true }))).toEqual({
    environments: {
      production: sent({
        fallthrough: ON,
        rules: [planRule],
        targets: { on: { user: { id: [{ value: "u1", note: "QA" }] } } },
      }),
    },
  });
});

test("active: killing pauses the environment, restoring resumes it", () => {
  expect(bodyFor(booleanFlag(), inProduction({ kind: "set-killed", killed: true }))).toEqual({
    environments: { production: sent({ active: false }) },
  });
  const paused = booleanFlag(environment({ active: false }));
  expect(bodyFor(paused, inProduction({ kind: "set-killed", killed: false }))).toEqual({
    environments: { production: sent() },
  });
});

test("pausedOutcome: what is served when off", () => {
  expect(bodyFor(stringFlag(plans()), inProduction({ kind: "set-when-off", variant: "team" }))).toEqual({
    environments: { production: sentPlans({ pausedOutcome: { type: "variant", variantId: "team" } }) },
  });
});

test("off is the variant for off, also where it changes in the same breath", () => {
  const live = stringFlag(plans({ fallthrough: { type: "variant", variantId: "pro" } }));
  const edits = [
    { kind: "set-default", enabled: false },
    { kind: "set-when-off", variant: "team" },
  ] as const;
  const team = { type: "variant", variantId: "team" };
  expect(bodyFor(live, inProduction(...edits))).toEqual({
    environments: { production: sentPlans({ pausedOutcome: team, fallthrough: team }) },
  });
});

test("a split names every variant, and keeps what is not said of it", () => {
  const live = stringFlag(
    plans({
      fallthrough: {
        type: "split",
        base: { type: "entity", kind: "account", attribute: "id" },
        weights: { free: 1, pro: 1 },
        defaultVariantId: "pro",
      },
    }),
  );
  const serve = { kind: "split", weights: { free: 90, team: 10 }, control: null, bucketBy: null, otherwise: null } as const;
  expect(bodyFor(live, inProduction({ kind: "set-default", serve }))).toEqual({
    environments: {
      production: sentPlans({
        fallthrough: {
          type: "split",
          base: { type: "entity", kind: "account", attribute: "id" },
          weights: { free: 90, pro: 0, team: 10 },
          defaultVariantId: "pro",
        },
      }),
    },
  });
});

test("a split of a boolean flag buckets by the user's id where nothing is said", () => {
  const serve = { kind: "split", weights: { on: 10, off: 90 }, control: null, bucketBy: null, otherwise: null } as const;
  expect(bodyFor(booleanFlag(), inProduction({ kind: "set-default", enabled: true, serve }))).toEqual({
    environments: {
      production: sent({
        fallthrough: {
          type: "split",
          base: { type: "entity", kind: "user", attribute: "id" },
          weights: { off: 90, on: 10 },
          defaultVariantId: "off",
        },
      }),
    },
  });
});

test("a rollout: promille are of a hundred thousand, stages end by themselves", () => {
  const serve = {
    kind: "rollout",
    from: "off",
    to: "on",
    start: "2026-01-01T00:00:00Z",
    stages: [
      { percentage: 5, minutes: 360 },
      { percentage: 50, minutes: 1440 },
    ],
    bucketBy: "account.id",
    otherwise: "off",
  } as const;
  expect(bodyFor(booleanFlag(), inProduction({ kind: "set-default", enabled: true, serve }))).toEqual({
    environments: {
      production: sent({
        fallthrough: {
          type: "rollout",
          base: { type: "entity", kind: "account", attribute: "id" },
          startTimestamp: 1_767_225_600_000,
          rollFromVariantId: "off",
          rollToVariantId: "on",
          defaultVariantId: "off",
          slots: [
            { promille: 5000, durationMs: 21_600_000 },
            { promille: 50_000, durationMs: 86_400_000 },
          ],
        },
      }),
    },
  });
});

test("rules: the exact list; a rule that is not touched keeps its id, its notes and what we do not know of it", () => {
  const live = environment({ rules: [segmentRule("rule_seg", "seg_beta", "on"), planRule, { ...planRule, id: "old" }] });
  const rules = [
    {
      key: "vip",
      description: null,
      when: [
        {
          match: "all",
          conditions: [{ operator: "at_least", trait: "age", value: "18", values: null, type: null }],
          rules: [],
        },
      ],
      enabled: null,
      serve: null,
    },
  ] as const;
  expect(bodyFor(booleanFlag(live), inProduction({ kind: "set-rules", rules, unlisted: "remove" }))).toEqual({
    environments: {
      production: sent({
        rules: [
          segmentRule("rule_seg", "seg_beta", "on"),
          {
            id: "vip",
            conditions: [{ lhs: { type: "entity", kind: "user", attribute: "age" }, cmp: "gte", rhs: 18 }],
            outcome: ON,
          },
        ],
      }),
    },
  });
});

test("rules: an edit of one leaves the others as they are", () => {
  const list = (...values: string[]) => ({
    match: "all" as const,
    conditions: [{ operator: "one_of" as const, trait: "plan", value: null, values, type: null }],
    rules: [],
  });
  const item = (value: string) => ({ value, note: `about ${value}` });
  const rule = (id: string, ...values: string[]) => ({
    id,
    conditions: [
      {
        lhs: { type: "entity", kind: "user", attribute: "plan" },
        cmp: "oneOf",
        rhs: { type: "list", items: values.map(item) },
      },
    ],
    outcome: ON,
  });
  const live = booleanFlag(environment({ rules: [rule("a", "pro"), rule("b", "team")] }));
  const wanted = (key: string, ...values: string[]) => {
    return { key, description: null, when: [list(...values)], enabled: true, serve: null };
  };
  const rules = [wanted("b", "team"), wanted("a", "pro", "free")];
  expect(bodyFor(live, inProduction({ kind: "set-rules", rules, unlisted: "refuse" }))).toEqual({
    environments: {
      production: sent({
        rules: [
          rule("b", "team"),
          {
            ...rule("a", "pro"),
            conditions: [
              {
                ...rule("a").conditions[0],
                rhs: { type: "list", items: [item("pro"), { value: "free" }] },
              },
            ],
          },
        ],
      }),
    },
  });
});

test("rules: a list that may not remove what others put there says what stands there", () => {
  const live = booleanFlag(environment({ rules: [planRule] }));
  expect(() => patch(live, [inProduction({ kind: "set-rules", rules: [], unlisted: "refuse" })])).toThrow(
    'it has rules that are not listed: "rule_foreign00001" (user.plan oneOf pro, team (any case))',
  );
});

test("a segment override is a rule before the others; its priority stands in its id", () => {
  const live = booleanFlag(environment({ rules: [planRule] }));
  const body = bodyFor(
    live,
    inProduction({ kind: "put-segment-override", segment: BETA, enabled: true, priority: 20 }),
    inProduction({ kind: "put-segment-override", segment: STAFF, enabled: false, priority: 10 }),
  );
  expect(body).toEqual({
    environments: {
      production: sent({
        rules: [
          segmentRule(expect.stringMatching(/^rule_[0-9a-z]{12}_p10$/) as string, "seg_staff", "off"),
          segmentRule(expect.stringMatching(/^rule_[0-9a-z]{12}_p20$/) as string, "seg_beta", "on"),
          planRule,
        ],
      }),
    },
  });
});

test("a segment override that others made keeps its id, its conditions and its place", () => {
  const theirs = {
    ...segmentRule("rule_dashboard001", "", "off"),
    conditions: [
      {
        lhs: { type: "segment" },
        cmp: "oneOf",
        rhs: { type: "list", items: [{ value: "seg_beta", label: "Beta" }] },
      },
    ],
  };
  const live = booleanFlag(environment({ rules: [segmentRule("first", "seg_staff", "off"), theirs, planRule] }));
  expect(bodyFor(live, inProduction({ kind: "put-segment-override", segment: BETA, enabled: true }))).toEqual({
    environments: {
      production: sent({ rules: [segmentRule("first", "seg_staff", "off"), { ...theirs, outcome: ON }, planRule] }),
    },
  });
});

test("a removed segment override takes nothing else along", () => {
  const live = booleanFlag(
    environment({ rules: [segmentRule("a", "seg_beta", "on"), planRule, segmentRule("b", "seg_staff", "on")] }),
  );
  expect(bodyFor(live, inProduction({ kind: "remove-segment-override", segment: BETA }))).toEqual({
    environments: { production: sent({ rules: [planRule, segmentRule("b", "seg_staff", "on")] }) },
  });
});

test("targets: an identity moves from one variant to another with its note", () => {
  const live = environment({
    targets: {
      off: { user: { id: [{ value: "u1", note: "QA" }, { value: "u2" }], email: [{ value: "a@example.com" }] } },
      on: { user: { id: [{ value: "u3" }] } },
    },
  });
  expect(
    bodyFor(booleanFlag(live), inProduction({ kind: "put-identity-override", identifier: "u1", enabled: true })),
  ).toEqual({
    environments: {
      production: sent({
        targets: {
          off: { user: { id: [{ value: "u2" }], email: [{ value: "a@example.com" }] } },
          on: { user: { id: [{ value: "u3" }, { value: "u1", note: "QA" }] } },
        },
      }),
    },
  });
});

test("targets: another attribute than the configured one stands in the identifier; what is left empty goes", () => {
  const live = environment({ targets: { on: { account: { id: [{ value: "acme" }] } } } });
  expect(
    bodyFor(
      booleanFlag(live),
      inProduction({ kind: "remove-identity-override", identifier: "account.id=acme" }),
      inProduction({ kind: "put-identity-override", identifier: "user.email=a=b@example.com", enabled: false }),
    ),
  ).toEqual({
    environments: { production: sent({ targets: { off: { user: { email: [{ value: "a=b@example.com" }] } } } }) },
  });
});

test("targets: the configured attribute is not spelled out", () => {
  const edit = { kind: "put-identity-override", identifier: "user.id=u1", enabled: true } as const;
  expect(() => patch(booleanFlag(), [inProduction(edit)])).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ nextStep: 'Write "u1".' }) as unknown }) as Error,
  );
});

test("targets: an identity gets one variant, and no split", () => {
  const serve = { kind: "split", weights: { on: 50, off: 50 }, control: null, bucketBy: null, otherwise: null } as const;
  const edit = { kind: "put-identity-override", identifier: "u1", enabled: true, serve } as const;
  expect(() => patch(booleanFlag(), [inProduction(edit)])).toThrow('identity "u1" can only get one variant');
});

test("reuse: linked, and cut again", () => {
  const link = { kind: "set-settings", settings: { vercel: { reuse: "preview" } } } as const;
  expect(bodyFor(booleanFlag(), inProduction(link))).toEqual({
    environments: { production: sent({ reuse: { active: true, environment: "preview" } }) },
  });
  const linked = booleanFlag(environment({ reuse: { active: true, environment: "preview" } }));
  expect(bodyFor(linked, inProduction({ kind: "set-settings", settings: { vercel: { reuse: "" } } }))).toEqual({
    environments: { production: sent() },
  });
});

test("seed, description, state, tags, permanent, maintainers: those that change", () => {
  const live = booleanFlag(environment(), { description: "old", tags: ["b", "a"], maintainerIds: ["u1"], permanent: false });
  const changes = {
    description: "new",
    tags: ["a", "b"],
    archived: true,
    settings: { vercel: { seed: 42, permanent: true, maintainers: ["u1"] } },
  };
  expect(bodyFor(live, ofFlag(changes))).toEqual({ description: "new", state: "archived", seed: 42, permanent: true });
  expect(bodyFor(live, ofFlag({ description: "" }))).toEqual({ description: "" });
});

test("variants: those that stay keep their places and labels, new ones go last, unused ones go", () => {
  const variants = [
    { key: "enterprise", value: { kind: "string", value: "enterprise" }, description: null },
    { key: "pro", value: { kind: "string", value: "professional" }, description: null },
    { key: "free", value: { kind: "string", value: "free" }, description: "nothing" },
  ] as const;
  expect(bodyFor(stringFlag(plans()), ofFlag({ variants }))).toEqual({
    variants: [
      { id: "free", value: "free", label: "Free", description: "nothing" },
      { id: "pro", value: "professional", description: "paid" },
      { id: "enterprise", value: "enterprise" },
    ],
  });
});

test("a change of variants and of environments is one request, additions included", () => {
  const variants = [...PLANS.slice(0, 2), { id: "max", value: "max" }].map(({ id, value }) => {
    return { key: id, value: { kind: "string" as const, value }, description: null };
  });
  const live = stringFlag(plans({ fallthrough: { type: "variant", variantId: "team" } }));
  const body = bodyFor(
    live,
    ofFlag({ variants }),
    inProduction({ kind: "set-default", serve: { kind: "variant", variant: "max" } }),
  );
  expect(body).toEqual({
    variants: [PLANS[0], PLANS[1], { id: "max", value: "max" }],
    environments: { production: sentPlans({ fallthrough: { type: "variant", variantId: "max" } }) },
  });
});

test("a variant that is still used stays, with a word on its users, and goes with its last use", () => {
  const variants = [
    { key: "free", value: { kind: "string", value: "free" }, description: null },
    { key: "pro", value: { kind: "string", value: "pro" }, description: null },
  ] as const;
  const live = stringFlag(plans({ targets: { team: { user: { id: [{ value: "u1" }] } } } }));
  const first = patch(live, [ofFlag({ variants })]);
  expect(first.body).toBeUndefined();
  expect(first.warnings).toEqual([
    expect.stringContaining('"team" is kept for now because it is still used: production (1 identity)'),
  ]);
  const second = patch(live, [inProduction({ kind: "remove-identity-override", identifier: "u1" })], [...first.retiring]);
  expect(second.body).toEqual({
    variants: PLANS.slice(0, 2),
    environments: { production: sentPlans() },
    message: "flagform: production, variants",
  });
  expect(second.retiring.size).toBe(0);
});

test("a share of 0 does not keep a variant: it goes along", () => {
  const split = (weights: object) => ({
    type: "split",
    base: { type: "entity", kind: "user", attribute: "id" },
    weights,
    defaultVariantId: "free",
  });
  const variants = PLANS.slice(0, 2).map(({ id, value }) => {
    return { key: id, value: { kind: "string" as const, value }, description: null };
  });
  const live = stringFlag(plans({ fallthrough: split({ free: 50, pro: 50, team: 0 }) }));
  expect(bodyFor(live, ofFlag({ variants }))).toEqual({
    variants: PLANS.slice(0, 2),
    environments: { production: sentPlans({ fallthrough: split({ free: 50, pro: 50 }) }) },
  });
});

test("a new key for a value is a new name: it follows in its place, wherever the old one is mentioned", () => {
  const split = (weights: object, defaultVariantId: string) => ({
    type: "split",
    base: { type: "entity", kind: "user", attribute: "id" },
    weights,
    defaultVariantId,
  });
  const rollout = (from: string, to: string) => ({
    type: "rollout",
    base: { type: "entity", kind: "user", attribute: "id" },
    startTimestamp: 1,
    rollFromVariantId: from,
    rollToVariantId: to,
    defaultVariantId: from,
    slots: [],
  });
  const paused = (variantId: string) => ({ pausedOutcome: { type: "variant", variantId } });
  const targets = { user: { id: [{ value: "u1", note: "QA" }] } };
  const live = (free: string) => ({
    ...paused(free),
    fallthrough: split({ [free]: 30, pro: 70, team: 0 }, free),
    rules: [
      { ...planRule, outcome: rollout(free, "pro") },
      { ...segmentRule("r2", "seg_beta", free), outcome: { type: "variant", variantId: free } },
    ],
    targets: { [free]: targets, team: { user: { id: [{ value: "u2" }] } } },
  });
  const variants = [
    { key: "pro", value: { kind: "string" as const, value: "pro" }, description: null },
    { key: "basic", value: { kind: "string" as const, value: "free" }, description: null },
    { key: "team", value: { kind: "string" as const, value: "team" }, description: null },
  ];
  expect(bodyFor(stringFlag(plans(live("free"))), ofFlag({ variants }))).toEqual({
    variants: [{ id: "basic", value: "free" }, ...PLANS.slice(1)],
    environments: {
      production: sentPlans(live("basic")),
      preview: sentPlans({ ...paused("basic"), fallthrough: { type: "variant", variantId: "basic" } }),
    },
  });
});

test("where an experiment holds the old name, which cannot be sent back, that stays", () => {
  const experiment = { type: "experiment", weights: { free: 50, pro: 50 } };
  const variants = [
    { key: "basic", value: { kind: "string" as const, value: "free" }, description: null },
    ...PLANS.slice(1).map(({ id, value }) => ({ key: id, value: { kind: "string" as const, value }, description: null })),
  ];
  const { body, warnings } = patch(stringFlag(plans({ fallthrough: experiment })), [ofFlag({ variants })]);
  expect(body?.variants?.map(({ id }) => id)).toEqual(["free", "basic", "pro", "team"]);
  expect(Object.keys(body?.environments ?? {})).toEqual(["preview"]);
  expect(warnings).toEqual([
    expect.stringContaining('"free" is kept for now because it is still used: production (when off)'),
  ]);
});

test("two environments in one request; what does not change is not sent", () => {
  const live = booleanFlag(environment({ fallthrough: ON }));
  expect(
    bodyFor(live, inProduction({ kind: "set-default", enabled: true }), inPreview({ kind: "set-default", enabled: true })),
  ).toEqual({ environments: { preview: sent({ fallthrough: ON }) } });
  expect(bodyFor(live, inProduction({ kind: "set-default", enabled: true }), ofFlag({ tags: [] }))).toBeUndefined();
});

test("an environment that serves an experiment is left alone, with a word", () => {
  const live = booleanFlag(environment({ fallthrough: { type: "experiment" } }));
  expect(() => patch(live, [inProduction({ kind: "set-killed", killed: true })])).toThrow(
    "serves an experiment, which Vercel's API returns but does not accept in a write",
  );
  expect(bodyFor(live, inPreview({ kind: "set-killed", killed: true }))).toEqual({
    environments: { preview: sent({ active: false }) },
  });
});

test("what is written and not seen is said", () => {
  const live = booleanFlag(environment({ active: false, reuse: { active: true, environment: "preview" } }));
  const { warnings } = patch(live, [inProduction({ kind: "set-default", enabled: true })]);
  expect(warnings).toEqual([
    expect.stringContaining("new-checkout is paused in production"),
    expect.stringContaining("new-checkout reuses preview in production"),
  ]);
});

test("a put wins over a remove of the same thing by another resource, whichever comes first", () => {
  const live = booleanFlag(environment({ rules: [segmentRule("a", "seg_beta", "on")] }));
  const put = inProduction({ kind: "put-segment-override", segment: BETA, enabled: true });
  const remove = inProduction({ kind: "remove-segment-override", segment: BETA });
  expect(bodyFor(live, put, remove)).toBeUndefined();
  expect(bodyFor(live, remove, put)).toBeUndefined();
  expect(bodyFor(live, remove)).toEqual({ environments: { production: sent() } });
});

test("an exact set that may not remove names what stands there", () => {
  const live = booleanFlag(environment({ rules: [segmentRule("a", "seg_beta", "on")] }));
  const edit = { kind: "keep-only-segment-overrides", segments: [STAFF], unlisted: "refuse" } as const;
  expect(() => patch(live, [inProduction(edit)])).toThrow('does not list, for segment "beta-users"');
  expect(bodyFor(live, inProduction({ ...edit, unlisted: "remove" }))).toEqual({ environments: { production: sent() } });
});

test("an override that was removed meanwhile is made again whole", () => {
  const edit = {
    kind: "put-segment-override",
    segment: BETA,
    serve: { kind: "variant", variant: "pro" },
    whole: { enabled: true, serve: { kind: "variant", variant: "pro" }, priority: 3 },
  } as const;
  expect(bodyFor(stringFlag(plans()), inProduction(edit))).toEqual({
    environments: {
      production: sentPlans({
        rules: [segmentRule(expect.stringMatching(/_p3$/) as string, "seg_beta", "pro")],
      }),
    },
  });
});
