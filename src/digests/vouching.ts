/** Makes sources that give only what digests vouch for: `ship --verify`. */
import type { Source } from "../sources/source.ts";
import { FINDINGS } from "../tables/verdicts.ts";
import type { KeyRing } from "./public-keys.ts";
import { trailRequest, type Named } from "./request.ts";
import { vouchedSource } from "./vouched-source.ts";
import { readVouchers } from "./vouchers.ts";

/** What the digests are read with; `keysPath` names a file of keys, without it AWS is asked. */
export type VouchingOptions = Omit<Named, "keys" | "find"> & {
  readonly keysPath: string | undefined;
};

/** The public keys of a file, or of AWS. */
export async function keyRing(path: string | undefined, env: Named["env"]): Promise<KeyRing> {
  if (path === undefined) return (await import("./aws-keys.ts")).awsKeys(env);
  return (await import("./public-keys.ts")).fileKeys(path);
}

/** Reads all digests of these sources first, and reports what is wrong with them. Throws what `readVouchers` throws. */
export async function vouchedSources(
  sources: readonly Source[],
  { keysPath, ...options }: VouchingOptions,
): Promise<readonly Source[]> {
  const keys = await keyRing(keysPath, options.env);
  try {
    const vouchers = await readVouchers(
      trailRequest({
        ...options,
        keys,
        find({ kind, file, why }) {
          const { isHarm, says } = FINDINGS[kind];
          if (isHarm)
            options.report({
              code: "E_DIGEST",
              what: `digest ${file}: ${says}`,
              ...(why === undefined ? {} : { why }),
            });
        },
      }),
    );
    return sources.map((source) => vouchedSource(source, vouchers));
  } finally {
    keys.close();
  }
}
