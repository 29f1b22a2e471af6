const { dirname, extname, sep } = require("node:path");
const { isBuiltin } = require("node:module");
const { compileFunction } = require("node:vm");
const { default: JestRuntime } = require("jest-runtime");

const PACKAGES = `${sep}node_modules${sep}`;
const SCRIPTS = new Set([".ts", ".js", ".cjs"]);
const PARAMETERS = ["module", "exports", "require", "__dirname", "__filename", "jest"];
/** Packages that keep what they are told, for as long as they live: operators, tokens of constructs. Each test file has its own. */
const KEEPING = ["json-logic-js", "cdktf", "constructs", "@cdktf"].map((name) => `${PACKAGES}${name}${sep}`);

/** Of all test files of this worker: where a name leads from a file, each file compiled, and where its lines came from. */
const places = new Map();
const compiled = new Map();
const compiledForJest = new Map();
const sourceMaps = new Map();

/**
 * jest's module registry, in the worker's own realm. Each test file has its own instance of every module of this project, so nothing that one
 * file leaves in a module reaches the next; but a module is read, transformed, resolved and compiled once for all files of a worker, and
 * packages are what Node's `require` gives, loaded once. What is mocked or isolated, jest loads its own way.
 */
class SharedRealmRuntime extends JestRuntime {
  constructor(...options) {
    super(...options);
    const [, , , , , , , globalConfig] = options;
    // Files change while somebody watches.
    if (globalConfig.watch || globalConfig.watchAll) for (const map of [places, compiled]) map.clear();
    this.executor.compile = compileForJest;
    this.transformCache.sourceMaps = sourceMaps;
  }

  requireActual(from, name) {
    return this.registries.isIsolated() ? super.requireActual(from, name) : this.load(from, name);
  }

  requireModuleOrMock(from, name) {
    const own =
      name === "@jest/globals" || this.registries.isIsolated() || this.mockState.shouldMockCjs(from, name).shouldMock;
    return own ? super.requireModuleOrMock(from, name) : this.load(from, name);
  }

  load(from, name) {
    const place = this.placeOf(from, name);
    if (place.kind === "package") return require(place.path);
    if (place.kind === "other") return super.requireModule(from, name);
    const registry = this.registries.getActiveCjsRegistry();
    return (registry.get(place.path) ?? this.execute(place.path, registry)).exports;
  }

  placeOf(from, name) {
    let known = places.get(from);
    if (!known) places.set(from, (known = new Map()));
    let place = known.get(name);
    if (!place) known.set(name, (place = this.findPlace(from, name)));
    return place;
  }

  findPlace(from, name) {
    if (["process", "module"].includes(name.replace(/^node:/, ""))) return { kind: "other" };
    if (isBuiltin(name)) return { kind: "package", path: name };
    const path = this._resolution.getCjsMockModule(from, name) ?? this._resolution.resolveCjs(from, name);
    if (path.includes(PACKAGES) && !KEEPING.some((each) => path.includes(each))) return { kind: "package", path };
    return { kind: SCRIPTS.has(extname(path)) ? "script" : "other", path };
  }

  execute(path, registry) {
    const module = { id: path, filename: path, path: dirname(path), exports: {}, children: [], paths: [], loaded: false };
    module.require = this.requireBuilder.for(module);
    registry.set(path, module);
    try {
      const { run, asksJest } = this.compiledOf(path);
      const jest = asksJest ? this.jestGlobals.jestObjectFor(path) : undefined;
      run.call(module.exports, module, module.exports, module.require, module.path, path, jest);
    } catch (error) {
      registry.delete(path);
      throw error;
    }
    module.loaded = true;
    return module;
  }

  compiledOf(path) {
    let known = compiled.get(path);
    if (!known) {
      const code = this.transformCache.transform(path);
      known = { run: compileFunction(code, PARAMETERS, { filename: path }), asksJest: code.includes("jest") };
      compiled.set(path, known);
    }
    return known;
  }
}

/** What jest itself loads anew for each file, its runner and `expect`, and what is loaded its own way. */
function compileForJest(code, filename) {
  const known = compiledForJest.get(filename);
  if (known?.code === code) return known.run;
  const run = compileFunction(code, PARAMETERS, { filename });
  compiledForJest.set(filename, { code, run });
  return run;
}

module.exports = { default: SharedRealmRuntime, __esModule: true };
