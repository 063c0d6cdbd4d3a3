/** Addresses of the real servers, from the environment. Unset: the tests are skipped; under CI that is a failure. */

/** The address in a variable; undefined where it is not set, which CI does not allow. */
export function addressFrom(variable: string): string | undefined {
  const address = process.env[variable];
  if (address !== undefined && address !== "") return address;
  if (process.env["CI"] === "true") throw new Error(`${variable} is not set: CI runs every test`);
  return undefined;
}
