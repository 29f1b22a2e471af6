if (parseInt(process.versions.node, 10) < 20) {
  console.log(
    "The flagform provider needs Node.js 20 or newer; this is " +
      process.version +
      ". Install a supported release, such as Node.js 24, or set FLAGFORM_NODE to its path.",
  );
  process.exit(1);
}
require("./provider.cjs");
