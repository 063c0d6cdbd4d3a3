/** Made-up records to measure with: as many as asked for, with the share of Amazon SES that is asked for. */
import { type Call, recordOf } from "../src/demo/call.ts";
import { ACCOUNTS, program } from "../src/demo/callers.ts";
import { CLIENTS } from "../src/demo/clients.ts";
import { clockOf } from "../src/demo/clock.ts";
import type { JsonObject } from "../src/demo/json.ts";
import { otherServiceCall } from "../src/demo/other-services.ts";
import { randomOf } from "../src/demo/random.ts";
import { ROUTINE_NAMES, ROUTINES } from "../src/demo/routines.ts";

/** What is measured with. */
export interface BenchOptions {
  readonly count: number;
  /** Share of SES records, from 0 to 1; they are spread evenly. */
  readonly sesShare: number;
  readonly seed: number;
}

const END = new Date("2026-11-24T00:00:00Z");
const PLACES = [
  { account: ACCOUNTS.production, region: "us-east-1" },
  { account: ACCOUNTS.production, region: "eu-west-1" },
  { account: ACCOUNTS.marketing, region: "us-east-1" },
  { account: ACCOUNTS.sandbox, region: "eu-central-1" },
] as const;

/**
 * Records as compact JSON texts, one by one. Ids differ in all of them; SES calls repeat those of an ordinary week.
 * The same options give the same texts.
 */
export function* benchRecords({ count, sesShare, seed }: BenchOptions): Generator<string> {
  const random = randomOf(seed, "bench");
  const clock = clockOf(END, 7);
  const sesCalls: Call[] = ROUTINE_NAMES.flatMap((name) => [
    ...ROUTINES[name](clock, randomOf(seed, `bench/${name}`)),
  ]);
  for (let index = 0; index < count; index += 1) {
    const at = clock.start + index * 1000;
    const isSes = Math.floor((index + 1) * sesShare) > Math.floor(index * sesShare);
    const call = isSes
      ? { ...random.pick(sesCalls), at }
      : otherServiceCall({ at, ...random.pick(PLACES) }, random);
    yield JSON.stringify(recordOf(call, random));
  }
}

/** Mostly reads, as in real trails. */
const IAM_REQUESTS: readonly (readonly [
  weight: number,
  action: string,
  request: JsonObject | null,
])[] = [
  [40, "GetRole", { roleName: "ses-reader" }],
  [20, "ListAttachedRolePolicies", { roleName: "sessions" }],
  [20, "GetUser", { userName: "backup-script" }],
  [10, "ListRoles", null],
  [3, "CreateUser", { userName: "sessions-reader" }],
  [3, "CreateAccessKey", { userName: "no-ses-smtp" }],
  [
    2,
    "AttachRolePolicy",
    { roleName: "app", policyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
  ],
  [
    1,
    "PutRolePolicy",
    { roleName: "app", policyName: "app", policyDocument: policyOn("databases:*") },
  ],
  [
    1,
    "CreatePolicyVersion",
    { policyArn: "arn:aws:iam::111122223333:policy/app", policyDocument: policyOn("s3:GetObject") },
  ],
];
const IAM_CALLS = IAM_REQUESTS.flatMap(([weight, ...call]) =>
  Array.from({ length: weight }, () => call),
);

/** Calls of IAM as compact JSON texts, of which none tells of mail, though some look much like it. */
export function* iamCalls(count: number): Generator<string> {
  const random = randomOf(3, "iam");
  const caller = program(ACCOUNTS.production, "identity-sync", "198.51.100.30", CLIENTS.boto3);
  const clock = clockOf(END, 7);
  for (let index = 0; index < count; index += 1) {
    const [action, request] = random.pick(IAM_CALLS);
    const call = { caller, region: "us-east-1", source: "iam.amazonaws.com", action, request };
    yield JSON.stringify(recordOf({ ...call, at: clock.start + index * 6_000 }, random));
  }
}

function policyOn(action: string): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Action: [action], Resource: "*" }] });
}
