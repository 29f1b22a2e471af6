import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./tools.mjs";

/** Numbers of OpenPGP: the registries refuse all other algorithms. */
const ALGORITHMS = { 1: "RSA", 17: "DSA" };

/** Signs with a secret key from a file, in a key ring of its own that is gone afterwards. Pass a function what to do with `sign`. */
export function withSigner(keyFile, use) {
  // The socket of its agent must have a short path.
  const home = mkdtempSync(join(tmpdir(), "gpg-"));
  chmodSync(home, 0o700);
  const passphrase = process.env.FLAGFORM_SIGNING_PASSPHRASE ?? "";
  const gpg = (argv, options) =>
    run("gpg", ["--homedir", home, "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase-fd", "0", ...argv], {
      input: passphrase,
      ...options,
    });
  try {
    gpg(["--import", keyFile]);
    const [, algorithm, fingerprint] = secretKey(gpg(["--with-colons", "--list-secret-keys"]), keyFile);
    if (!(algorithm in ALGORITHMS)) {
      throw new Error(
        `the key in ${keyFile} is neither RSA nor DSA, and the registries take no other: make an RSA key of 4096 bits`,
      );
    }
    return use({
      fingerprint,
      /** Writes the detached binary signature next to a file. */
      sign: (file) => gpg(["--local-user", fingerprint, "--output", `${file}.sig`, "--detach-sign", file]),
      /** Writes the public key, as both registries take it. */
      exportKey: (file) => writeFileSync(file, gpg(["--armor", "--export", fingerprint])),
    });
  } finally {
    try {
      run("gpgconf", ["--homedir", home, "--kill", "all"]);
    } catch {
      // It was never started.
    }
    rmSync(home, { recursive: true, force: true });
  }
}

function secretKey(colons, keyFile) {
  const keys = [...colons.matchAll(/^sec:[^:]*:[^:]*:(\d+):[^\n]*\n(?:[^\n]*\n)*?fpr:{9}([0-9A-F]+):/gm)];
  if (keys.length !== 1) throw new Error(`${keyFile} should contain one secret key, and contains ${String(keys.length)}`);
  return keys[0];
}
