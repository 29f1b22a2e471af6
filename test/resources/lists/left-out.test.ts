import { PlatformWorkbench } from "../../support/platform-workbench";
import { Query } from "../../support/query";

/** On Split each segment is read by itself. */
test("an object that cannot be read is left out with the platform's words, and the others are listed", async () => {
  const workbench = await PlatformWorkbench.start("split");
  try {
    const query = await Query.of(workbench);
    const path = "/internal/api/v2/segments/{environment}/beta/keys";
    workbench.server.fault({
      kind: "status",
      status: 400,
      body: { message: "it is broken" },
      method: "GET",
      path,
      times: 0,
    });
    const { shown, told } = await query.list("flagform_segment");
    expect(shown.map(({ name }) => name)).toEqual(["vip"]);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^warning: Left out beta\. .*it is broken/is);
    await query.close();
  } finally {
    await workbench.stop();
  }
});
