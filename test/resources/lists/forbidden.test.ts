import { livedIn } from "../../support/lived-in";
import { PlatformWorkbench } from "../../support/platform-workbench";
import { Query } from "../../support/query";

/** A key that may list environments, and not read all of them: what it may read is listed, with one warning for each of the others. */

const body = { detail: "You do not have permission to perform this action.", message: "forbidden" };

test("on Split, where each environment is read by itself", async () => {
  const workbench = await PlatformWorkbench.start("split");
  try {
    await workbench.apply(livedIn("split"));
    const id = String(workbench.attributes("environment_definition.checkout_preview")["environment_id"]);
    const path = `/internal/api/v2/splits/ws/{ws}/environments/${id}`;
    workbench.server.fault({ kind: "status", status: 403, body, path, times: 0 });
    const query = await Query.of(workbench);
    workbench.forget();
    for (const type of ["feature_flag", "environment_definition", "segment_override", "identity_override"]) {
      const { shown, told } = await query.list(`flagform_${type}`);
      expect(shown).not.toEqual([]);
      expect(shown.filter((each) => each.name.startsWith("preview/"))).toEqual([]);
      expect(told).toEqual([
        expect.stringMatching(
          /^warning: .*preview\..* may not read it|^warning: The credential may not read environment preview\./s,
        ),
      ]);
    }
    // Once for the flags, and once for each list of what is in environments.
    expect(workbench.requests().filter((each) => each.endsWith(id) || each.includes(`${id}?`))).toHaveLength(4);
    await query.close();
  } finally {
    await workbench.stop();
  }
});

test("on Mixpanel, where a flag is in every environment's project", async () => {
  const workbench = await PlatformWorkbench.start("mixpanel");
  try {
    await workbench.apply(livedIn("mixpanel"));
    const id = String(workbench.attributes("environment_definition.checkout_preview")["environment_id"]);
    const path = `/api/app/projects/${id}/*`;
    workbench.server.fault({ kind: "status", status: 403, body: { error: "forbidden", status: "error" }, path, times: 0 });
    const query = await Query.of(workbench);
    workbench.forget();
    for (const type of ["feature_flag", "segment", "environment_definition", "segment_override", "identity_override"]) {
      const { shown, told } = await query.list(`flagform_${type}`);
      expect(shown).not.toEqual([]);
      expect(shown.filter((each) => each.name.startsWith("preview/"))).toEqual([]);
      expect(told).toEqual([
        expect.stringMatching(
          /^warning: Left out environment preview\. The credential may not read it: forbidden\n\n.* take it out of the provider's environments\.$/s,
        ),
      ]);
      // What is written for it is not refused because of the project either.
      const { told: refused } = await query.generated(`flagform_${type}`, shown[0]?.object ?? {});
      expect(refused.filter((each) => /permission|forbidden/i.test(each))).toEqual([]);
    }
    // Once for the run.
    expect(workbench.requests().filter((each) => each.includes(`/projects/${id}/`))).toHaveLength(1);
    const { told } = await query.list("flagform_environment_definition", { environment: "preview" });
    expect(told[0]).toContain("warning: Left out environment preview");
    await query.close();
  } finally {
    await workbench.stop();
  }
});

test("on Mixpanel, where it may read none of the projects, that is an error", async () => {
  const workbench = await PlatformWorkbench.start("mixpanel");
  try {
    await workbench.apply(livedIn("mixpanel"));
    workbench.server.fault({ kind: "status", status: 403, body: { error: "forbidden", status: "error" }, times: 0 });
    const query = await Query.of(workbench);
    const { shown, told } = await query.list("flagform_feature_flag");
    expect(shown).toEqual([]);
    expect(told).toEqual([expect.stringMatching(/^error: No permission .* Forbidden\. \(status 403/s)]);
    await query.close();
  } finally {
    await workbench.stop();
  }
});

test("on Flagsmith, where the type of a flag is derived from what the other environments serve", async () => {
  const workbench = await PlatformWorkbench.start("flagsmith");
  try {
    await workbench.apply(livedIn("flagsmith"));
    const query = await Query.of(workbench);
    // The first is the flags' own list, then there is one for each environment.
    const path = "/api/v1/projects/{project}/features/";
    workbench.server.fault({ kind: "status", status: 403, body, method: "GET", path, nth: 2 });
    const { shown, told } = await query.list("flagform_feature_flag");
    expect(shown).toHaveLength(5);
    expect(told).toEqual([expect.stringContaining("warning: The credential may not read environment ")]);
    await query.close();
  } finally {
    await workbench.stop();
  }
});
