import { proxyFor } from "../../src/http/network/proxy";

const target = new URL("https://flags.example.com/api");

test.each([
  ["with a scheme", "http://proxy.corp:3128", "http://proxy.corp:3128/"],
  ["without one, as Terraform itself takes it", "proxy.corp:3128", "http://proxy.corp:3128/"],
  ["with a password and no scheme", "me:p%40ss@proxy.corp:3128", "http://me:p%40ss@proxy.corp:3128/"],
  ["of https", "https://proxy.corp", "https://proxy.corp/"],
  ["with blanks around it", " http://proxy.corp:3128\n", "http://proxy.corp:3128/"],
])("a proxy %s", (_name, text, url) => {
  expect(proxyFor(target, { HTTPS_PROXY: text })?.url.href).toBe(url);
});

test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])("%s names the proxy of https", (variable) => {
  expect(proxyFor(target, { HTTP_PROXY: "http://other:1", [variable]: "http://proxy:2" })).toMatchObject({ variable });
});

test.each([
  ["socks5://user:hunter2@proxy:1080", /HTTPS_PROXY names a socks5 proxy, but only http and https/],
  ["http://", /HTTPS_PROXY does not contain a proxy address/],
  ["http://[proxy:3128", /HTTPS_PROXY does not contain a proxy address/],
  ["http://me:hunter2@pro xy", /HTTPS_PROXY does not contain a proxy address/],
  ["proxy:99999", /HTTPS_PROXY does not contain a proxy address/],
])("%s is no proxy, and is not repeated", (text, words) => {
  expect(() => proxyFor(target, { HTTPS_PROXY: text })).toThrow(words);
  expect(() => proxyFor(target, { HTTPS_PROXY: text })).toThrow(expect.not.objectContaining({ message: /hunter2/ }));
});

test.each([
  ["*", true],
  ["flags.example.com", true],
  ["FLAGS.example.COM", true],
  ["example.com", true],
  [".example.com", true],
  ["*.example.com", true],
  ["other.com, example.com", true],
  ["example.com:443", true],
  ["example.com:8443", false],
  ["ample.com", false],
  ["flags.example.com.evil", false],
  ["", false],
])("NO_PROXY=%s exempts the host: %s", (list, exempt) => {
  expect(proxyFor(target, { HTTPS_PROXY: "http://proxy:1", NO_PROXY: list }) === undefined).toBe(exempt);
});

test.each([
  ["https://10.1.2.3", "10.0.0.0/8", true],
  ["https://11.1.2.3", "10.0.0.0/8", false],
  ["https://10.1.2.3", "10.1.2.3", true],
  ["https://10.1.2.3", "2.3", false],
  ["https://10.1.2.3", "10.0.0.0/99", false],
  ["https://[fd00::1]:8443", "fd00::/8", true],
  ["https://[fd00::1]:8443", "[fd00::1]:8443", true],
])("%s with NO_PROXY=%s goes direct: %s", (url, list, exempt) => {
  expect(proxyFor(new URL(url), { HTTPS_PROXY: "http://proxy:1", NO_PROXY: list }) === undefined).toBe(exempt);
});

test("this machine is reached without a proxy", () => {
  for (const url of ["http://localhost:8000", "https://127.0.0.2", "http://[::1]:1"]) {
    expect(proxyFor(new URL(url), { HTTP_PROXY: "proxy:1", HTTPS_PROXY: "proxy:1" })).toBeUndefined();
  }
});
