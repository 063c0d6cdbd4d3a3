/** Ordinary calls of other services: what nearly all of a trail is made of. */
import type { Call } from "./call.ts";
import {
  ACCOUNTS,
  type Caller,
  person,
  program,
  root,
  service,
  serviceRole,
  user,
} from "./callers.ts";
import { CLIENTS } from "./clients.ts";
import type { JsonObject } from "./json.ts";
import { ALPHANUMERIC, HEX, type Random } from "./random.ts";

/** When and where an ordinary call happens. */
export interface Place {
  readonly at: number;
  readonly account: string;
  readonly region: string;
}

type Shape = Pick<Call, "source" | "action" | "request"> &
  Partial<Pick<Call, "response" | "resources" | "additional" | "data" | "readOnly" | "more">>;

const id = (random: Random, prefix: string): string => `${prefix}-0${random.text(HEX, 16)}`;

type Weighted<Item> = readonly (readonly [weight: number, item: Item])[];

const SHAPES: Weighted<(random: Random, place: Place) => Shape> = [
  [
    12,
    (random, { account }) => {
      const role = random.pick(["app-server", "nightly-report", "order-worker", "image-resizer"]);
      return {
        source: "sts.amazonaws.com",
        action: "AssumeRole",
        readOnly: true,
        request: {
          roleArn: `arn:aws:iam::${account}:role/${role}`,
          roleSessionName: `${role}-${random.text(HEX, 12)}`,
          durationSeconds: 3600,
        },
        response: {
          credentials: {
            accessKeyId: `ASIA${random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 9)}EXAMPLE`,
            sessionToken: random.text(ALPHANUMERIC, 400),
            expiration: "Jan 1, 2027, 12:00:00 AM",
          },
          assumedRoleUser: {
            assumedRoleId: `AROA${random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 17)}:${role}`,
            arn: `arn:aws:sts::${account}:assumed-role/${role}/${role}`,
          },
        },
        resources: [
          {
            accountId: account,
            type: "AWS::IAM::Role",
            ARN: `arn:aws:iam::${account}:role/${role}`,
          },
        ],
      };
    },
  ],
  [
    10,
    (random, { account, region }) => {
      const key = `arn:aws:kms:${region}:${account}:key/${random.uuid()}`;
      return {
        source: "kms.amazonaws.com",
        action: random.pick(["Decrypt", "GenerateDataKey"]),
        readOnly: true,
        request: {
          encryptionContext: {
            "aws:s3:arn": `arn:aws:s3:::example-orders-${region}`,
            tenant: random.text(HEX, 12),
          },
          keyId: key,
          encryptionAlgorithm: "SYMMETRIC_DEFAULT",
        },
        additional: { keyMaterialId: random.text(HEX, 64) },
        resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: key }],
      };
    },
  ],
  [
    10,
    (random, { account, region }) => {
      const bucket = random.pick([
        "example-orders",
        "example-invoices",
        "example-backups",
        "example-web-assets",
      ]);
      const key = `2026/${random.between(1, 12)}/${random.uuid()}.parquet`;
      return {
        source: "s3.amazonaws.com",
        action: random.pick(["GetObject", "PutObject", "HeadObject"]),
        data: true,
        request: {
          bucketName: bucket,
          Host: `${bucket}.s3.${region}.amazonaws.com`,
          key,
          "x-id": "GetObject",
        },
        additional: {
          SignatureVersion: "SigV4",
          CipherSuite: "TLS_AES_128_GCM_SHA256",
          AuthenticationMethod: "AuthHeader",
          bytesTransferredIn: 0,
          bytesTransferredOut: random.int(5_000_000),
          "x-amz-id-2": random.text(ALPHANUMERIC, 76),
        },
        resources: [
          { type: "AWS::S3::Object", ARN: `arn:aws:s3:::${bucket}/${key}` },
          { accountId: account, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucket}` },
        ],
      };
    },
  ],
  [
    10,
    (random) => ({
      source: "ec2.amazonaws.com",
      action: random.pick([
        "DescribeInstances",
        "DescribeVolumes",
        "DescribeSecurityGroups",
        "DescribeNetworkInterfaces",
        "DescribeTags",
      ]),
      request: {
        maxResults: 1000,
        filterSet: {
          items: [
            {
              name: "instance-state-name",
              valueSet: { items: [{ value: "running" }, { value: "stopped" }] },
            },
            {
              name: "tag:team",
              valueSet: { items: [{ value: random.pick(["web", "data", "mail"]) }] },
            },
          ],
        },
        instancesSet: {
          items: Array.from({ length: random.between(1, 5) }, () => ({
            instanceId: id(random, "i"),
          })),
        },
      },
    }),
  ],
  [
    5,
    (random, { region }) => ({
      source: "ec2.amazonaws.com",
      action: "RunInstances",
      request: {
        instancesSet: { items: [{ imageId: id(random, "ami"), minCount: 1, maxCount: 1 }] },
        instanceType: "m7g.large",
        monitoring: { enabled: true },
        subnetId: id(random, "subnet"),
        clientToken: random.uuid(),
      },
      response: {
        requestId: random.uuid(),
        reservationId: id(random, "r"),
        instancesSet: {
          items: [
            {
              instanceId: id(random, "i"),
              imageId: id(random, "ami"),
              instanceState: { code: 0, name: "pending" },
              privateDnsName: `ip-10-0-${random.int(256)}-${random.int(256)}.${region}.compute.internal`,
              instanceType: "m7g.large",
              launchTime: 1_700_000_000_000,
              placement: { availabilityZone: `${region}a`, tenancy: "default" },
              monitoring: { state: "pending" },
              subnetId: id(random, "subnet"),
              vpcId: id(random, "vpc"),
              groupSet: {
                items: [
                  { groupId: id(random, "sg"), groupName: "web" },
                  { groupId: id(random, "sg"), groupName: "ssh-from-office" },
                ],
              },
              architecture: "arm64",
              rootDeviceType: "ebs",
              virtualizationType: "hvm",
              hypervisor: "xen",
              networkInterfaceSet: {
                items: Array.from({ length: 2 }, () => ({
                  networkInterfaceId: id(random, "eni"),
                  subnetId: id(random, "subnet"),
                  vpcId: id(random, "vpc"),
                  status: "in-use",
                  macAddress: `02:${random.text(HEX, 2)}:${random.text(HEX, 2)}:00:00:01`,
                })),
              },
              tagSet: {
                items: [
                  { key: "Name", value: "web" },
                  { key: "team", value: "shop" },
                  { key: "cost-centre", value: random.text("0123456789", 6) },
                ],
              },
            },
          ],
        },
      },
    }),
  ],
  [
    8,
    (random, { region }) => ({
      source: "dynamodb.amazonaws.com",
      action: random.pick([
        "DescribeTable",
        "ListTagsOfResource",
        "DescribeContinuousBackups",
        "UpdateTable",
      ]),
      request: { tableName: random.pick(["orders", "customers", "sessions", "carts"]) },
      response: null,
      additional: { requestContext: { region, correlation: random.uuid() } },
    }),
  ],
  [
    8,
    (random, { account, region }) => {
      const name = random.pick([
        "resize-image",
        "render-invoice",
        "order-created",
        "nightly-report",
      ]);
      return {
        source: "lambda.amazonaws.com",
        action: random.pick([
          "GetFunction20150331v2",
          "ListFunctions20150331",
          "UpdateFunctionCode20150331v2",
        ]),
        request: { functionName: `arn:aws:lambda:${region}:${account}:function:${name}` },
        response: {
          functionName: name,
          functionArn: `arn:aws:lambda:${region}:${account}:function:${name}`,
          runtime: "nodejs20.x",
          role: `arn:aws:iam::${account}:role/${name}`,
          handler: "index.handler",
          codeSize: random.int(5_000_000),
          description: "",
          timeout: 30,
          memorySize: 512,
          lastModified: "2026-01-01T00:00:00.000+0000",
          codeSha256: random.text(ALPHANUMERIC, 43),
          version: "$LATEST",
          tracingConfig: { mode: "PassThrough" },
          revisionId: random.uuid(),
          state: "Active",
          lastUpdateStatus: "Successful",
          packageType: "Zip",
          architectures: ["arm64"],
          ephemeralStorage: { size: 512 },
          loggingConfig: { logFormat: "Text", logGroup: `/aws/lambda/${name}` },
        },
      };
    },
  ],
  [
    8,
    (random) => ({
      source: "logs.amazonaws.com",
      action: random.pick([
        "CreateLogStream",
        "DescribeLogGroups",
        "DescribeLogStreams",
        "FilterLogEvents",
      ]),
      request: {
        logGroupName: `/aws/lambda/${random.pick(["resize-image", "render-invoice", "order-created"])}`,
        logStreamName: `2026/01/01/[$LATEST]${random.text(HEX, 32)}`,
        limit: 50,
      },
    }),
  ],
  [
    7,
    (random) => ({
      source: "monitoring.amazonaws.com",
      action: random.pick(["GetMetricData", "DescribeAlarms", "PutMetricAlarm", "ListMetrics"]),
      request: {
        startTime: "Jan 1, 2026, 12:00:00 AM",
        endTime: "Jan 1, 2026, 1:00:00 AM",
        metricDataQueries: Array.from({ length: random.between(2, 8) }, (_, index) => ({
          id: `q${index}`,
          metricStat: {
            metric: {
              namespace: "AWS/SQS",
              metricName: "ApproximateAgeOfOldestMessage",
              dimensions: [{ name: "QueueName", value: `orders-${random.int(9)}` }],
            },
            period: 60,
            stat: "Maximum",
          },
          returnData: true,
        })),
      },
    }),
  ],
  [
    5,
    (random) => ({
      source: "sqs.amazonaws.com",
      action: random.pick(["GetQueueAttributes", "GetQueueUrl", "SetQueueAttributes"]),
      request: {
        queueUrl: `https://sqs.example.com/111122223333/orders-${random.int(9)}`,
        attributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      },
    }),
  ],
  [
    4,
    (random, { account, region }) => ({
      source: "secretsmanager.amazonaws.com",
      action: "GetSecretValue",
      request: {
        secretId: `arn:aws:secretsmanager:${region}:${account}:secret:shop/${random.pick(["database", "payments", "search"])}-${random.text(ALPHANUMERIC, 6)}`,
        versionStage: "AWSCURRENT",
      },
    }),
  ],
  [
    4,
    (random) => ({
      source: "ssm.amazonaws.com",
      action: random.pick([
        "GetParametersByPath",
        "UpdateInstanceInformation",
        "ListInstanceAssociations",
        "PutInventory",
      ]),
      request: {
        instanceId: id(random, "i"),
        agentVersion: "3.3.551.0",
        agentStatus: "Active",
        platformType: "Linux",
        platformName: "Amazon Linux",
        platformVersion: "2023",
        iPAddress: `10.0.${random.int(256)}.${random.int(256)}`,
        computerName: "web",
        agentName: "amazon-ssm-agent",
      },
    }),
  ],
  [
    4,
    (random, { account }) => ({
      source: "iam.amazonaws.com",
      action: random.pick([
        "ListRoles",
        "GetRole",
        "ListAttachedRolePolicies",
        "GetPolicyVersion",
        "GenerateServiceLastAccessedDetails",
      ]),
      request: {
        roleName: random.pick(["app-server", "nightly-report", "order-worker"]),
        policyArn: `arn:aws:iam::${account}:policy/${random.text(ALPHANUMERIC, 12)}`,
      },
    }),
  ],
  [
    3,
    (random, { account }) => ({
      source: "ecs.amazonaws.com",
      action: random.pick([
        "DescribeServices",
        "DescribeTasks",
        "SubmitTaskStateChange",
        "RegisterTaskDefinition",
      ]),
      request: {
        cluster: "shop",
        containerDefinitions: [
          {
            name: "web",
            image: `${account}.dkr.ecr.example.com/web:${random.text(HEX, 12)}`,
            cpu: 512,
            memory: 1024,
            essential: true,
            environment: [{ name: "HIDDEN", value: "HIDDEN" }],
            portMappings: [{ containerPort: 8080, protocol: "tcp" }],
            logConfiguration: {
              logDriver: "awslogs",
              options: { "awslogs-group": "/ecs/web", "awslogs-stream-prefix": "web" },
            },
          },
        ],
      },
    }),
  ],
  [
    3,
    (random) => ({
      source: "elasticloadbalancing.amazonaws.com",
      action: random.pick(["DescribeTargetHealth", "DescribeLoadBalancers", "RegisterTargets"]),
      request: {
        targetGroupArn: `arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/${random.text(HEX, 16)}`,
        targets: Array.from({ length: 3 }, () => ({ id: id(random, "i"), port: 8080 })),
      },
    }),
  ],
  [
    2,
    (random, { account }) => ({
      source: "rds.amazonaws.com",
      action: random.pick(["DescribeDBInstances", "ListTagsForResource", "CreateDBSnapshot"]),
      request: {
        dBInstanceIdentifier: `shop-${random.int(4)}`,
        dBSnapshotIdentifier: `shop-${random.text(HEX, 8)}`,
        tags: [{ key: "account", value: account }],
      },
    }),
  ],
  // Calls that SES makes of other services: they name SES, yet are none of its own.
  [
    2,
    (random, { account, region }) => ({
      source: "kms.amazonaws.com",
      action: "GenerateDataKey",
      readOnly: true,
      request: {
        encryptionContext: {
          "aws:ses:message-id": random.text(HEX, 40),
          "aws:ses:source-account": account,
          "aws:ses:rule-name": "store",
        },
        keyId: `alias/aws/ses`,
        keySpec: "AES_256",
      },
      resources: [
        {
          accountId: account,
          type: "AWS::KMS::Key",
          ARN: `arn:aws:kms:${region}:${account}:key/${random.uuid()}`,
        },
      ],
      more: {
        userIdentity: { type: "AWSService", invokedBy: "ses.amazonaws.com" },
        sourceIPAddress: "ses.amazonaws.com",
        userAgent: "ses.amazonaws.com",
        sharedEventID: random.uuid(),
      },
    }),
  ],
  [
    1,
    (random, { region }) => ({
      source: "signin.amazonaws.com",
      action: "ConsoleLogin",
      request: null,
      response: { ConsoleLogin: "Success" },
      additional: {
        LoginTo: `https://${region}.console.example.com/console/home`,
        MobileVersion: "No",
        MFAUsed: "Yes",
      },
      readOnly: false,
      more: {
        eventType: "AwsConsoleSignIn",
        ...(random.chance(0.2) && {
          responseElements: { ConsoleLogin: "Failure" },
          errorMessage: "Failed authentication",
        }),
      },
    }),
  ],
  [
    1,
    (random, { account, region }) => ({
      source: "autoscaling.amazonaws.com",
      action: "ServiceEvent",
      request: null,
      more: {
        userIdentity: { accountId: account, invokedBy: "autoscaling.amazonaws.com" },
        eventType: "AwsServiceEvent",
        serviceEventDetails: {
          group: `web-${region}`,
          activityId: random.uuid(),
          state: "Successful",
          cause: "a monitor alarm changed the desired capacity",
        },
      },
    }),
  ],
];

/** Callers of one account, and how often each of them calls. */
function callersOf(account: string): Weighted<Caller> {
  return [
    [24, program(account, "app-server", "198.51.100.21", CLIENTS.javaV2, "i-0a1b2c3d4e5f60718")],
    [16, program(account, "order-worker", "198.51.100.22", CLIENTS.goV2)],
    [14, program(account, "image-resizer", "198.51.100.23", CLIENTS.jsV3)],
    [10, program(account, "nightly-report", "198.51.100.24", CLIENTS.boto3)],
    [8, program(account, "terraform-deploy", "198.51.100.17", CLIENTS.terraform)],
    [5, program(account, "warehouse", "2001:db8:20::17", CLIENTS.javaV1)],
    [5, user(account, "backup-script", "198.51.100.40", CLIENTS.cliV1)],
    [4, user(account, "monitoring-legacy", "198.51.100.41", CLIENTS.ruby)],
    [3, person(account, "ana.silva@example.com", "203.0.113.44")],
    [3, person(account, "chen.li@example.com", "203.0.113.45", "Developer")],
    [3, serviceRole(account, "Config", "config.amazonaws.com")],
    [3, serviceRole(account, "AutoScaling", "autoscaling.amazonaws.com")],
    [2, service(account, "cloudtrail.amazonaws.com")],
    [
      1,
      {
        kind: "federated",
        account,
        name: "auditor",
        address: "203.0.113.60",
        client: CLIENTS.cliV2,
      },
    ],
    [
      1,
      {
        kind: "saml",
        account,
        name: "ben.okoro@example.com",
        address: "203.0.113.61",
        client: CLIENTS.cliV2,
      },
    ],
    [
      1,
      {
        kind: "web-identity",
        account,
        name: "repo:example/shop",
        address: "198.51.100.90",
        client: CLIENTS.goV2,
      },
    ],
    [
      1,
      {
        kind: "identity-center",
        account,
        name: "dana.novak",
        address: "203.0.113.62",
        client: CLIENTS.console,
      },
    ],
    [
      1,
      {
        kind: "account",
        account: ACCOUNTS.foreign,
        name: "partner-sync",
        address: "192.0.2.10",
        client: CLIENTS.boto3,
      },
    ],
    [
      1,
      {
        kind: "untyped",
        account,
        name: "events.amazonaws.com",
        address: "AWS Internal",
        client: CLIENTS.awsInternal,
      },
    ],
    [0.02, root(account, "203.0.113.9")],
  ];
}

const callers = new Map(
  Object.values(ACCOUNTS).map((account): [string, Weighted<Caller>] => [
    account,
    callersOf(account),
  ]),
);

const FAILURES: readonly (readonly [code: string, message?: string])[] = [
  [
    "AccessDenied",
    "User is not authorized to perform this action because no identity-based policy allows it",
  ],
  ["Client.UnauthorizedOperation", "You are not authorized to perform this operation."],
  ["ThrottlingException", "Rate exceeded"],
  ["ResourceNotFoundException", "Requested resource not found"],
  ["NoSuchEntityException"],
];

/** Services move to newer versions one by one. */
const VERSIONS = ["1.08", "1.09", "1.10", "1.11"] as const;

/** One ordinary call of another service. */
export function otherServiceCall(place: Place, random: Random): Call {
  const shape = pickWeighted(SHAPES, random)(random, place);
  const caller = pickWeighted(callers.get(place.account) ?? callersOf(place.account), random);
  const failure = random.chance(0.04) ? random.pick(FAILURES) : undefined;
  const tagged: JsonObject | undefined =
    shape.resources === undefined && random.chance(0.6)
      ? {
          insufficientPermissions: false,
          correlationId: random.uuid(),
          traceHeader: `Root=1-${random.text(HEX, 8)}-${random.text(HEX, 24)};Sampled=1`,
        }
      : undefined;
  return {
    at: place.at,
    region: place.region,
    caller,
    recipient: place.account,
    ...shape,
    more: { eventVersion: random.pick(VERSIONS), ...shape.more },
    ...(tagged && { additional: { ...shape.additional, ...tagged } }),
    ...(failure && {
      error: { code: failure[0], ...(failure[1] !== undefined && { message: failure[1] }) },
    }),
  };
}

function pickWeighted<Item>(list: Weighted<Item>, random: Random): Item {
  let rest = random.next() * list.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, item] of list) {
    rest -= weight;
    if (rest < 0) return item;
  }
  return random.pick(list)[1];
}
