import type { Options } from "./options";
import type { Person } from "./store/records";

/** Who asks: a service account by its role, an application, or a person in the web console (a write made by a test). */
export type Actor = "admin" | "limited" | "application" | "person";

/** Who a write is by, as it shows in a flag's rows. Service accounts have no address. */
export const PEOPLE: Readonly<Record<Actor, (options: Options) => Person>> = {
  admin: (options) => ({ id: 1001, name: options.username, email: null }),
  limited: (options) => ({ id: 1002, name: options.limitedUsername, email: null }),
  application: () => ({ id: 1003, name: "SDK", email: null }),
  person: () => ({ id: 1004, name: "Grace Hopper", email: "grace@example.com" }),
};
