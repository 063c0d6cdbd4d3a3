/** The official schema of SARIF 2.1.0. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
import { createRequire } from "node:module";

/** The part of Ajv that is used; its own types come as CommonJS, which `nodenext` reads otherwise than they are. */
interface Validator {
  compile(schema: object): ((document: unknown) => boolean) & {
    readonly errors?: readonly { readonly instancePath: string }[] | null;
  };
}

const require = createRequire(import.meta.url);
const { default: Ajv } = require("ajv-draft-04") as {
  readonly default: new (options: object) => Validator;
};
const { default: addFormats } = require("ajv-formats") as {
  readonly default: (ajv: Validator) => void;
};
const schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json") as object;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

/** Where a document is none of SARIF's, as JSON pointers. */
export function sarifFaults(document: unknown): readonly string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath }) => instancePath);
}
