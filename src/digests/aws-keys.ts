/** The public keys of CloudTrail, asked of AWS. Loaded when no file of keys is named. */
import type { KeyObject } from "node:crypto";
import { CloudTrailClient, ListPublicKeysCommand } from "@aws-sdk/client-cloudtrail";
import { accountProblem, lookAt } from "../sources/aws/failure.ts";
import { awsSettings, type AwsEnvironment } from "../sources/aws/settings.ts";
import { CodedError, errorOf } from "../telemetry/problem.ts";
import type { KeyRing, WantedKey } from "./public-keys.ts";
import { publicKeyOf } from "./signature.ts";

const HOUR_MS = 3_600_000;
/** A key that signs at the end of an hour may be newer than the hour. */
const AFTER_MS = 2 * HOUR_MS;

/** Asks AWS, in the Region of each digest, as often as it takes: once for each key, as a rule. */
export function awsKeys(env: AwsEnvironment): KeyRing {
  const clients = new Map<string, CloudTrailClient>();
  const known = new Map<string, KeyObject>();
  const asked = new Set<string>();
  const clientIn = (region: string): CloudTrailClient => {
    const client =
      clients.get(region) ?? new CloudTrailClient({ ...awsSettings(env, "CLOUDTRAIL"), region });
    clients.set(region, client);
    return client;
  };
  const ask = async ({ region, startTime, endTime }: WantedKey): Promise<void> => {
    let next: string | undefined;
    do {
      const answer = await clientIn(region).send(
        new ListPublicKeysCommand({
          StartTime: new Date(Date.parse(startTime) - HOUR_MS),
          EndTime: new Date(Date.parse(endTime) + AFTER_MS),
          NextToken: next,
        }),
      );
      for (const { Fingerprint, Value } of answer.PublicKeyList ?? [])
        if (Fingerprint !== undefined && Value !== undefined)
          known.set(`${region} ${Fingerprint}`, publicKeyOf(Value));
      next = answer.NextToken;
    } while (next !== undefined);
  };
  return {
    name: "AWS",
    isWhole: true,
    async find(wanted) {
      const key = `${wanted.region} ${wanted.fingerprint}`;
      const times = `${key} ${wanted.startTime}`;
      if (!known.has(key) && !asked.has(times)) {
        // Asked once: a forger may name a fingerprint in every digest.
        asked.add(times);
        try {
          await ask(wanted);
        } catch (failure) {
          throw keysUnknown(failure, wanted.region);
        }
      }
      const found = known.get(key);
      return found === undefined ? [] : [found];
    },
    close() {
      for (const client of clients.values()) client.destroy();
    },
  };
}

function keysUnknown(failure: unknown, region: string): CodedError {
  const thrown = lookAt(failure);
  return new CodedError(
    accountProblem(thrown) ?? {
      code: "E_PUBLIC_KEYS",
      what: `AWS did not give the public keys of CloudTrail in ${region}`,
      why: thrown.why,
      todo: "Allow the action cloudtrail:ListPublicKeys; or fetch them elsewhere (aws cloudtrail list-public-keys) and name the file with --public-keys.",
    },
    { cause: errorOf(failure) },
  );
}
