/** The version of this package. A constant and no file to read, so that it is right in a bundle, too. */

/** As `package.json` says it: a test compares the two, and `npm version` writes both. */
export const VERSION = "0.1.0";
