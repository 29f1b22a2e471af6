if (parseInt(process.versions.node, 10) < 20) {
  console.log(
    "The flagform provider needs Node.js 20 or newer; this is " +
      process.version +
      ". Install a supported release, such as Node.js 24, or set FLAGFORM_NODE to its path.",
  );
  process.exit(1);
}
// This process lives for seconds, in which V8 spends a quarter of all time on optimizing functions. A third of the usual inlining costs
// less than it saves, with a thousand resources and with eight thousand, and so does to wait twice as long for it. Releases after Node 20
// (V8 11) wait longer by themselves, and do not know the second flag.
const v8 = require("node:v8");
v8.setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
if (/^11\./.test(process.versions.v8)) v8.setFlagsFromString("--interrupt-budget=135000");
require("./provider.cjs");
