import { addressFault, isReadableOnTheWay } from "../src/server-address";
import { NO_ROOTS, READABLE, UNREADABLE } from "./support/server-addresses";

test.each(NO_ROOTS)("%j is no root of a server: %s", (address, fault) => {
  expect(addressFault(address)).toBe(fault);
});

test.each(READABLE)("what is sent to %j can be read on the way", (address) => {
  expect(addressFault(address)).toBeUndefined();
  expect(isReadableOnTheWay(address)).toBe(true);
});

test.each(UNREADABLE)("what is sent to %j cannot", (address) => {
  expect(addressFault(address.trim())).toBeUndefined();
  expect(isReadableOnTheWay(address.trim())).toBe(false);
});
