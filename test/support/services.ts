/** Addresses of the real servers, from the environment. Unset: the tests are skipped; under CI that is a failure. */
import { describe, test } from "vitest";

// oxlint-disable vitest/valid-title, vitest/valid-describe-callback, vitest/no-disabled-tests, vitest/no-conditional-tests -- a way to describe, no description

/** The address in a variable; undefined where it is not set, which CI does not allow. */
export function addressFrom(variable: string): string | undefined {
  const address = process.env[variable];
  if (address !== undefined && address !== "") return address;
  if (process.env["CI"] === "true") throw new Error(`${variable} is not set: CI runs every test`);
  return undefined;
}

/**
 * Tests that need the server in a variable. Without it they are skipped whole: vitest's own `skipIf` would still run the
 * body, and with it whatever is made of the address there.
 */
export function describeWith(
  variable: string,
  name: string,
  tests: (address: string) => void,
): void {
  const address = addressFrom(variable);
  if (address !== undefined) describe(name, () => tests(address));
  else describe.skip(name, () => test("its server has no address", () => {}));
}
