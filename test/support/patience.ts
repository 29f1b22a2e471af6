import { gathering } from "../../src/platforms/adapter/edit-queue";

/**
 * What is counted must not depend on how busy the machine is. An edit waits for those announced until the last of them has come; the
 * time that ends the wait for one that never comes is so long here that it never ends another.
 */
gathering.pause = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 2_000).unref();
  });
