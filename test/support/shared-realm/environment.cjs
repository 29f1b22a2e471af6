const { ModernFakeTimers } = require("@jest/fake-timers");
const { ModuleMocker } = require("jest-mock");

const EVENTS = new Set(["_events", "_eventsCount", "_maxListeners"]);

/**
 * The worker's own realm for its test files, one after another, where jest makes a `vm` context for each: there every global goes through an
 * interceptor, and nothing that was compiled for one file serves the next. What a file changes here is put back after it.
 */
module.exports = class SharedRealmEnvironment {
  global = globalThis;
  fakeTimers = null;
  exportConditions = () => ["node", "node-addons"];
  // There is none; the runtime compiles without one, and asks only whether the environment is still there.
  getVmContext = () => globalThis;

  constructor({ projectConfig }) {
    this.putBack = [
      restoreProperties(globalThis),
      restoreProperties(process),
      restoreEnvironment(),
      restoreListeners(),
      restoreFolderAndCode(),
    ];
    Object.assign(globalThis, projectConfig.globals);
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    for (const putBack of this.putBack) putBack();
  }
};

/** Globals and what is directly on `process`: replaced ones come back, new ones go. */
function restoreProperties(object) {
  const before = Object.getOwnPropertyDescriptors(object);
  return () => {
    const now = Object.getOwnPropertyDescriptors(object);
    for (const key of Reflect.ownKeys({ ...before, ...now })) {
      const [was, is] = [before[key], now[key]];
      // The listeners of `process` are in such properties. What cannot be changed was not changed.
      if (EVENTS.has(key) || is?.configurable === false) continue;
      if (!was) delete object[key];
      else if (!is || was.value !== is.value || was.get !== is.get || was.set !== is.set)
        Object.defineProperty(object, key, was);
    }
  };
}

function restoreEnvironment() {
  const before = { ...process.env };
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    for (const [name, value] of Object.entries(before)) if (process.env[name] !== value) process.env[name] = value;
  };
}

/** Signals, exits and errors that code under test listens to. */
function restoreListeners() {
  const before = new Map(process.eventNames().map((name) => [name, process.rawListeners(name)]));
  return () => {
    for (const name of process.eventNames()) {
      const kept = new Set(before.get(name));
      for (const listener of process.rawListeners(name)) if (!kept.has(listener)) process.removeListener(name, listener);
    }
  };
}

function restoreFolderAndCode() {
  const folder = process.cwd();
  const code = process.exitCode;
  return () => {
    if (process.cwd() !== folder) process.chdir(folder);
    process.exitCode = code;
  };
}
