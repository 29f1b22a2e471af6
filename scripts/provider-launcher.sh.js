#!/bin/sh
":"; //; N="${FLAGFORM_NODE:-node}"; command -v "$N" >/dev/null 2>&1 || { echo "The flagform provider needs Node.js 20 or newer, and \"$N\" is not to be found on this machine: install Node.js, or set FLAGFORM_NODE to its path."; exit 1; }; exec "$N" "$0" "$@"
if (parseInt(process.versions.node, 10) < 20) {
  console.log(
    "The flagform provider needs Node.js 20 or newer; this is " +
      process.version +
      ". Install a newer one, or set FLAGFORM_NODE to its path.",
  );
  process.exit(1);
}
require("./provider.cjs");
