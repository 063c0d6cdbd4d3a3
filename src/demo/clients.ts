/** The programs that call AWS, by what they write into `userAgent`. */

/** What a client knows of the call it makes. */
export interface ClientCall {
  /** As the CLI names the service: `ses`, `sesv2`, `mailmanager`, `s3`, … */
  readonly service: string;
  /** eventName. */
  readonly action: string;
}

/** A program that calls AWS. */
export interface Client {
  readonly userAgent: (call: ClientCall) => string;
  /** Absent where the call did not reach AWS over a TLS connection of the caller's own. */
  readonly tls?: { readonly version: string; readonly cipher: string };
  /** True for calls made by the console with the session's own credentials. */
  readonly console?: true;
}

const TLS13 = { version: "TLSv1.3", cipher: "TLS_AES_128_GCM_SHA256" };
const TLS12 = { version: "TLSv1.2", cipher: "ECDHE-RSA-AES128-GCM-SHA256" };

const kebab = (action: string): string =>
  action.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();

const fixed = (userAgent: string, tls = TLS13): Client => ({ userAgent: () => userAgent, tls });

/** Clients, by short names of the demo's own. */
export const CLIENTS = {
  console: {
    ...fixed(
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    ),
    console: true,
  },
  cliV1: fixed("aws-cli/1.32.101 Python/3.9.16 Linux/5.10.102 botocore/1.34.101", TLS12),
  cliV2: {
    userAgent: ({ service, action }) =>
      "aws-cli/2.17.20 md/awscrt#0.20.11 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython " +
      `cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#${service}.${kebab(action)}`,
    tls: TLS13,
  },
  boto3: fixed(
    "Boto3/1.34.140 md/Botocore#1.34.140 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.12.4 md/pyimpl#CPython " +
      "cfg/retry-mode#legacy Botocore/1.34.140",
  ),
  javaV1: fixed(
    "aws-sdk-java/1.11.375 Linux/4.14.355 OpenJDK_64-Bit_Server_VM/25.422-b05 java/1.8.0_422 vendor/Amazon",
    TLS12,
  ),
  javaV2: {
    userAgent: ({ service }) =>
      `aws-sdk-java/2.26.20 md/io#sync md/http#Apache ua/2.1 api/${service}#2.26.x os/Linux#5.10.220 lang/java#17.0.12 ` +
      "md/OpenJDK_64-Bit_Server_VM#17.0.12+7-LTS md/vendor#Amazon md/en_US m/E",
    tls: TLS13,
  },
  jsV3: {
    userAgent: ({ service }) =>
      `aws-sdk-js/3.614.0 ua/2.0 os/linux#5.10.220 lang/js md/nodejs#20.16.0 api/${service}#3.614.0 ` +
      "exec-env/AWS_Lambda_nodejs20.x",
    tls: TLS13,
  },
  goV2: {
    userAgent: ({ service }) =>
      `aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/${service}#1.30.4`,
    tls: TLS13,
  },
  terraform: fixed(
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.3 (+https://www.terraform.io) terraform-provider-aws/5.60.0 " +
      "(+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5",
  ),
  pulumi: fixed(
    "APN/1.0 Pulumi/1.0 PulumiAWS/6.45.0 (+https://www.pulumi.com) aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5",
  ),
  php: fixed("aws-sdk-php/3.316.5 ua/2.0 OS/Linux#5.15.0 lang/php#8.2.21 GuzzleHttp/7", TLS12),
  ruby: fixed("aws-sdk-ruby3/3.201.1 ua/2.0 os/linux#5.15.0 md/x86_64 lang/ruby#3.2.4 md/3.2.4"),
  requests: fixed("python-requests/2.31.0"),
  /** Written by whoever holds the stolen key: markup and an escape sequence, which nothing may act upon. */
  hostile: fixed('[curl/8.5.0 <img src=x onerror="alert(1)"> \u001B[2J{{7*7}}]'),
  awsInternal: { userAgent: () => "AWS Internal" },
} as const satisfies Readonly<Record<string, Client>>;
