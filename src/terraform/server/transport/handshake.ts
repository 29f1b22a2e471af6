import { trimEnd } from "../../../trim";

/** What go-plugin passes to a plugin through its environment, and what the plugin answers on its standard output. */

const MAGIC_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** The version of go-plugin's handshake line, and of Terraform's protocol. */
const CORE_PROTOCOL = 1;
const PROVIDER_PROTOCOL = 6;

/** Whether Terraform (or OpenTofu) started this process, not a user. */
export function startedByHost(env: NodeJS.ProcessEnv): boolean {
  return env["TF_PLUGIN_MAGIC_COOKIE"] === MAGIC_COOKIE;
}

/** The message for a user who starts the provider. */
export function explanation(name: string, version: string): string {
  return [
    `This is the Terraform provider "${name}" ${version}. It is a plugin: Terraform (or OpenTofu) starts it by itself.`,
    `To use it, write a configuration that requires the provider and run "terraform init", then "terraform plan".`,
    `To debug it, start it with --debug and follow the instructions that it prints.`,
    "",
  ].join("\n");
}

/**
 * The one line that the host waits for. The certificate is sent without padding, and the seventh field only to a host that
 * asked for multiplexing (this server has none): older hosts append it to the sixth.
 */
export function handshakeLine(
  network: string,
  address: string,
  certificate: Buffer | undefined,
  env: NodeJS.ProcessEnv,
): string {
  const encoded = trimEnd(certificate?.toString("base64") ?? "", "=");
  const fields = [CORE_PROTOCOL, PROVIDER_PROTOCOL, network, address, "grpc", encoded];
  if (env["PLUGIN_MULTIPLEX_GRPC"]) fields.push("false");
  return `${fields.join("|")}\n`;
}

/** The environment variable that makes Terraform use a provider that is already running. */
export function reattachLine(source: string, network: string, address: string, pid: number): string {
  const entry = {
    Protocol: "grpc",
    ProtocolVersion: PROVIDER_PROTOCOL,
    Pid: pid,
    Test: true,
    Addr: { Network: network, String: address },
  };
  return `TF_REATTACH_PROVIDERS='${JSON.stringify({ [source]: entry }).replace(/'/g, "'\\''")}'\n`;
}
