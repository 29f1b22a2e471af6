import type { AddressFault } from "../../src/server-address";

/** What stands in these and must not be told. */
export const TYPED_SECRET = "s3cr3tTyped";

/** What people write where the root of a server belongs. */
export const NO_ROOTS: readonly (readonly [address: string, fault: AddressFault])[] = [
  ["flags.example.com", "no address"],
  ["ftp://flags.example.com", "no address"],
  ["http://", "no address"],
  ["http:///api", "no address"],
  ["https://flags.example.com:port", "no address"],
  ["https://fl ags.example.com", "no address"],
  ["https://flags.example.com\n.evil.example", "no address"],
  [`https:\\\\me:${TYPED_SECRET}@flags.example.com`, "no address"],
  [TYPED_SECRET, "no address"],
  ["https://flags.example.com?", "query or fragment"],
  [`https://flags.example.com/?key=${TYPED_SECRET}`, "query or fragment"],
  [`https://flags.example.com/#${TYPED_SECRET}`, "query or fragment"],
  [`https://me:${TYPED_SECRET}@flags.example.com`, "user or password"],
  [`http://${TYPED_SECRET}@127.0.0.1:8000`, "user or password"],
  [`https://:${TYPED_SECRET}@flags.example.com/?a=1`, "user or password"],
  ["https://@flags.example.com", "user or password"],
];

export const READABLE = [
  "http://flags.example.com",
  "HTTP://flags.example.com:8000/",
  "http://10.0.0.7:8000",
  "http://128.0.0.1",
  "http://[fd00::1]:8000",
  "http://localhost.example.com",
  "http://127.0.0.1.example.com",
];

export const UNREADABLE = [
  "https://flags.example.com",
  "https://10.0.0.7:8443/prefix",
  "http://localhost:8000",
  "http://LOCALHOST",
  "http://127.0.0.1:8000",
  "http://127.8.9.1",
  "http://127.1",
  "http://[::1]:8000",
  " https://flags.example.com\n",
];
