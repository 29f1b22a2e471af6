import { signatureOf } from "./code-signature.mjs";

/**
 * What a program's headers say of the system and the processor that it is for: how executables are checked that cannot run on the machine
 * that compiles them.
 */
const FORMATS = {
  linux_amd64: "ELF 64-bit x86-64, loaded by /lib64/ld-linux-x86-64.so.2",
  linux_arm64: "ELF 64-bit AArch64, loaded by /lib/ld-linux-aarch64.so.1",
  linux_amd64_musl: "ELF 64-bit x86-64, loaded by /lib/ld-musl-x86_64.so.1",
  linux_arm64_musl: "ELF 64-bit AArch64, loaded by /lib/ld-musl-aarch64.so.1",
  darwin_amd64: "Mach-O 64-bit x86-64",
  darwin_arm64: "Mach-O 64-bit ARM64",
  windows_amd64: "PE32+ x86-64",
};

const ELF_MACHINES = { 62: "x86-64", 183: "AArch64" };
const ELF_INTERPRETER = 3;
const MACH_O_PROCESSORS = { 0x01000007: "x86-64", 0x0100000c: "ARM64" };
const MACH_O_EXECUTABLE = 2;
const PE_MACHINES = { 0x8664: "x86-64", 0xaa64: "ARM64" };
const PE32_PLUS = 0x20b;

/** What the system accepts: for x86-64 no signature, or one that fits; for ARM64 one that fits. */
const SIGNATURES = {
  darwin_amd64: ["not signed", "signed ad hoc", "signed by somebody"],
  darwin_arm64: ["signed ad hoc", "signed by somebody"],
};

/** Of an executable's bytes: the format in words, with macOS' code signature. Throws if it is not a program that its platform starts. */
export function checkFormat(bytes, platform) {
  const format = formatOf(bytes);
  const expected = FORMATS[platform];
  if (format !== expected) throw new Error(`The executable for ${platform} is ${format}, and should be ${String(expected)}`);
  const accepted = SIGNATURES[platform];
  if (accepted === undefined) return format;
  const signature = signatureOf(bytes);
  if (!accepted.includes(signature))
    throw new Error(`The executable for ${platform} is ${signature}: macOS may end it at its start`);
  return `${format}, ${signature}`;
}

/** "no program that is known" for everything else, and for programs of 32 bits. */
function formatOf(bytes) {
  const magic = bytes.length < 64 ? 0 : bytes.readUInt32BE(0);
  if (magic === 0x7f454c46) return elf(bytes);
  if (magic === 0xcffaedfe) return machO(bytes);
  if (magic >>> 16 === 0x4d5a) return pe(bytes);
  return "no program that is known";
}

function elf(bytes) {
  const [width, order] = [bytes[4], bytes[5]];
  if (width !== 2 || order !== 1) return "ELF, but not 64-bit little-endian";
  const machine = bytes.readUInt16LE(18);
  const [table, size, count] = [Number(bytes.readBigUInt64LE(32)), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  const entries = Array.from({ length: count }, (_, index) => bytes.subarray(table + index * size));
  const interpreter = entries.find((entry) => entry.readUInt32LE(0) === ELF_INTERPRETER);
  const name = `ELF 64-bit ${ELF_MACHINES[machine] ?? `machine ${machine}`}`;
  if (interpreter === undefined) return `${name}, static`;
  const from = Number(interpreter.readBigUInt64LE(8));
  const path = bytes.toString("latin1", from, from + Number(interpreter.readBigUInt64LE(32)));
  return `${name}, loaded by ${path.replace(/\0.*$/s, "")}`;
}

function machO(bytes) {
  const [processor, type] = [bytes.readUInt32LE(4), bytes.readUInt32LE(12)];
  if (type !== MACH_O_EXECUTABLE) return `Mach-O 64-bit, but of type ${type}`;
  return `Mach-O 64-bit ${MACH_O_PROCESSORS[processor] ?? `processor ${processor}`}`;
}

function pe(bytes) {
  const header = bytes.readUInt32LE(0x3c);
  if (header + 26 > bytes.length || bytes.toString("latin1", header, header + 4) !== "PE\0\0") return "DOS, but not PE";
  const [machine, kind] = [bytes.readUInt16LE(header + 4), bytes.readUInt16LE(header + 24)];
  return `${kind === PE32_PLUS ? "PE32+" : "PE32"} ${PE_MACHINES[machine] ?? `machine ${machine}`}`;
}
