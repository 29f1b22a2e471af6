const { default: Sequencer } = require("@jest/test-sequencer");

/** Where files run Terraform, for half a minute and more each. */
const LONG = /[/\\]test[/\\](e2e|docs|cli|examples)[/\\]/;

/**
 * Long files first, so that no worker is left with one at the end. jest knows how long each took the last time; on a fresh clone it would
 * go by their size, and the longest are short to read.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration > 0)) return sorted;
    return [...sorted.filter(({ path }) => LONG.test(path)), ...sorted.filter(({ path }) => !LONG.test(path))];
  }
};
