import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installDemofile } from "../fixtures/install-demofile";
import { hasTerraform, Workspace } from "../fixtures/terraform-run";

/** The fixture provider under the real terraform, from an empty directory to a destroyed one. Steps build on each other. */
(hasTerraform() ? describe : describe.skip)("a provider made with the kit, under the real terraform", () => {
  let workspace: Workspace;
  const noteFile = (name: string) => join(workspace.directory, "notes", `${name}.json`);
  const stored = (name: string) => JSON.parse(readFileSync(noteFile(name), "utf8")) as Record<string, unknown>;

  const configuration = (body: string) => `
    terraform {
      required_providers {
        demofile = {
          source = "fixtures/demofile"
        }
      }
    }
    provider "demofile" {
      directory = "${join(workspace.directory, "notes")}"
    }
    ${body}`;

  const alpha = (content: string, more = "") => `
    resource "demofile_note" "alpha" {
      name     = "alpha"
      content  = "${content}"
      ratio    = 1 / 3
      tags     = ["x", "b"]
      sections = [{ title = "One" }, { title = "Two", weight = 3 }]
      people   = [{ name = "bob" }, { name = "eve", role = "writer" }]
      ${more}
    }`;
  const beta = (name = "beta") => `
    resource "demofile_note" "beta" {
      name    = "${name}"
      content = "after \${demofile_note.alpha.id}"
      labels  = { "__proto__" = "kept", anchor = demofile_note.alpha.sections[1].anchor }
    }`;

  beforeAll(() => {
    workspace = new Workspace();
    const { mirror } = installDemofile(join(workspace.directory, "mirror"));
    workspace.write("main.tf", configuration(alpha("hello") + beta()));
    workspace.must("init", `-plugin-dir=${mirror}`);
  });

  afterAll(() => {
    workspace.remove();
  });

  test("reports faults of the configuration at their lines, all at once", () => {
    workspace.write(
      "main.tf",
      configuration(alpha("alpha", 'old = "x"').replace('"alpha"\n      content', '"Alpha"\n      content')),
    );
    const { code, output } = workspace.run("validate");
    expect(code).toBe(1);
    expect(output).toContain('Invalid value of "name"');
    expect(output).toMatch(/name +=? ?.*"Alpha"/);
    expect(output).toContain("Deprecated attribute");
    workspace.write("main.tf", configuration(alpha("alpha").replace("weight = 3", "weight = 1.5")));
    const fraction = workspace.run("validate").output;
    expect(fraction).toContain("Not a whole number");
    expect(fraction).toContain("A note about itself");
    workspace.write("main.tf", configuration(alpha("hello") + beta()));
    workspace.must("validate");
  });

  test("creates, and then plans nothing", () => {
    expect(workspace.must("apply", "-auto-approve")).toContain("2 added");
    expect(stored("beta")["labels"]).toEqual(JSON.parse('{"__proto__":"kept","anchor":"#Two"}'));
    expect(workspace.run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
  });

  test("shows a change made outside, and undoes it", () => {
    writeFileSync(noteFile("alpha"), JSON.stringify({ ...stored("alpha"), content: "vandalised" }));
    const { code, output } = workspace.run("plan", "-detailed-exitcode");
    expect(code).toBe(2);
    expect(output).toMatch(/content +=? ?"vandalised" -> "hello"/);
    expect(workspace.must("apply", "-auto-approve")).toContain("1 changed");
    expect(stored("alpha")["content"]).toBe("hello");
  });

  test("updates in place, keeping what the server gave", () => {
    workspace.write("main.tf", configuration(alpha("changed") + beta()));
    const plan = workspace.must("plan");
    expect(plan).toContain("0 to add, 1 to change, 0 to destroy");
    expect(plan).not.toContain("known after apply");
    workspace.must("apply", "-auto-approve");
    expect(stored("alpha")).toMatchObject({ content: "changed", id: "note:alpha" });
  });

  test("replaces where an attribute says so", () => {
    workspace.write("main.tf", configuration(alpha("changed") + beta("gamma")));
    expect(workspace.must("plan")).toContain("forces replacement");
    expect(workspace.must("apply", "-auto-approve")).toContain("1 added, 0 changed, 1 destroyed");
    expect(existsSync(noteFile("beta"))).toBe(false);
  });

  test("imports by the name that people see, and then plans nothing", () => {
    workspace.must("state", "rm", "demofile_note.alpha");
    expect(workspace.must("import", "demofile_note.alpha", "alpha")).toContain("Import successful");
    expect(workspace.run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
  });

  test("says that an object to import is not there", () => {
    workspace.must("state", "rm", "demofile_note.alpha");
    expect(workspace.run("import", "demofile_note.alpha", "nowhere").output).toContain("non-existent");
    workspace.must("import", "demofile_note.alpha", "alpha");
  });

  test("plans to create again what was deleted outside", () => {
    rmSync(noteFile("gamma"));
    expect(workspace.must("plan")).toContain("1 to add, 0 to change, 0 to destroy");
  });

  test("a failed creation leaves nothing behind, tainted or otherwise", () => {
    writeFileSync(noteFile("gamma"), JSON.stringify({ ...stored("alpha"), name: "gamma" }));
    workspace.must("state", "rm", "demofile_note.beta");
    const { code, output } = workspace.run("apply", "-auto-approve");
    expect(code).toBe(1);
    expect(output).toContain('There is a note "gamma" already');
    expect(workspace.must("state", "list").trim()).toBe("demofile_note.alpha");
    rmSync(noteFile("gamma"));
  });

  test("reads a data source", () => {
    workspace.write(
      "main.tf",
      configuration(`${alpha("changed")}
        data "demofile_note" "alpha" {
          name = demofile_note.alpha.name
        }
        output "content" {
          value = data.demofile_note.alpha.content
        }`),
    );
    workspace.must("apply", "-auto-approve");
    expect(workspace.must("output", "-raw", "content")).toBe("changed");
  });

  test("destroys, with the provider's own warning about it", () => {
    workspace.write("main.tf", configuration(alpha("changed", "pinned = true")));
    workspace.must("apply", "-auto-approve");
    const output = workspace.must("destroy", "-auto-approve");
    expect(output).toContain("Destroys a pinned note");
    expect(output).toContain("1 destroyed");
    expect(existsSync(noteFile("alpha"))).toBe(false);
  });
});
