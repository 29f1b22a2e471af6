import type { WrittenFile } from "../folder";

/** What the program comes with, so that it is a project of its own. */
export function projectFiles(stack: string, version: string): readonly WrittenFile[] {
  return [
    {
      name: "cdktf.json",
      text: json({
        language: "typescript",
        app: "npx tsc && node build/main.js",
        projectId: stack,
        sendCrashReports: "false",
        terraformProviders: [],
        terraformModules: [],
        context: {},
      }),
    },
    {
      name: "package.json",
      text: json({
        name: `${stack}-flags`,
        private: true,
        scripts: { build: "tsc", synth: "cdktf synth", plan: "cdktf diff", deploy: "cdktf deploy" },
        dependencies: { cdktf: "^0.21.0", constructs: "^10.4.2", flagform: `^${version}` },
        devDependencies: { "@types/node": "^20.19.43", "cdktf-cli": "^0.21.0", typescript: "~5.9.0" },
      }),
    },
    {
      name: "tsconfig.json",
      text: json({
        compilerOptions: {
          target: "ES2022",
          module: "node16",
          strict: true,
          noUncheckedIndexedAccess: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          skipLibCheck: true,
          outDir: "build",
        },
        include: ["*.ts"],
      }),
    },
    { name: ".gitignore", text: "node_modules/\nbuild/\ncdktf.out/\n*.tfstate*\n" },
  ];
}

function json(value: object): string {
  // A list of one text stays in its line.
  return `${JSON.stringify(value, null, 2).replace(/\[\n\s+("[^"\n]*")\n\s+\]/g, "[$1]")}\n`;
}
