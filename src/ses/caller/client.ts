/** With what the call was made: the user agent brought to a short name. It is text that the caller chose. */

/** A client. */
export interface Client {
  /** One of few names, `Other` for what is none of them. */
  readonly name: string;
  readonly version: string | undefined;
}

/**
 * The first that fits names the client; group 1, where there is one, is its version.
 * Tools that bring an SDK along stand before the SDKs, which stand before what runs beneath them.
 */
const CLIENTS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["CloudFormation", /^(?:cloudformation\.amazonaws\.com|AWS CloudFormation)/i],
  [
    "AWS console",
    /^(?:console\.(?:aws\.amazon|amazonaws)\.com|signin\.amazonaws\.com|[A-Za-z0-9]*Console\/)|AWSConsole|aws-console/i,
  ],
  [
    "AWS service",
    /^(?:[a-z0-9-]+\.)+amazonaws\.com(?:\.cn)?$|^AWS Internal|^aws-internal\/|^Coral\//i,
  ],
  ["Terraform", /\bTerraform\/v?([\w.+-]+)/i],
  ["OpenTofu", /\bOpenTofu\/v?([\w.+-]+)/i],
  ["Pulumi", /\bPulumi\/v?([\w.+-]+)/i],
  ["AWS CDK", /\baws-cdk(?:-lib)?\/v?([\w.+-]+)/i],
  ["Ansible", /\bAnsible(?:\/v?([\w.+-]+))?/i],
  ["Stratus Red Team", /\bstratus-red-team/i],
  ["TruffleHog", /\bTruffleHog(?:\/v?([\w.+-]+))?/i],
  ["Prowler", /\bProwler(?:\/v?([\w.+-]+))?/i],
  ["AWS CLI", /\baws-cli\/v?([\w.+-]+)/i],
  [
    "AWS Tools for PowerShell",
    /\bAWSPowerShell(?:\.\w+)?\/v?([\w.+-]+)|\baws-tools-for-powershell\/v?([\w.+-]+)/i,
  ],
  ["Boto3", /\bBoto3\/v?([\w.+-]+)/i],
  ["Botocore", /\bBotocore[/#]v?([\w.+-]+)/i],
  ["AWS SDK for Java", /\baws-sdk-java\/v?([\w.+-]+)/i],
  ["AWS SDK for Kotlin", /\baws-sdk-kotlin\/v?([\w.+-]+)/i],
  ["AWS SDK for JavaScript", /\baws-sdk-(?:js|nodejs)\/v?([\w.+-]+)/i],
  ["AWS SDK for Go", /\baws-sdk-go(?:-v2)?\/v?([\w.+-]+)/i],
  ["AWS SDK for PHP", /\baws-sdk-php2?\/v?([\w.+-]+)/i],
  ["AWS SDK for Ruby", /\baws-sdk-ruby[23]?\/v?([\w.+-]+)/i],
  ["AWS SDK for .NET", /\baws-sdk-(?:dotnet|net|winrt)[\w-]*\/v?([\w.+-]+)/i],
  ["AWS SDK for Rust", /\baws-sdk-rust\/v?([\w.+-]+)/i],
  ["AWS SDK for C++", /\baws-sdk-cpp\/v?([\w.+-]+)/i],
  ["AWS SDK for Swift", /\baws-sdk-swift\/v?([\w.+-]+)/i],
  ["AWS SDK for mobile", /\baws-sdk-(?:ios|android)\/v?([\w.+-]+)/i],
  ["curl", /^curl\/v?([\w.+-]+)/i],
  ["Postman", /^PostmanRuntime\/v?([\w.+-]+)/i],
  ["Python", /^(?:python-requests|Python-urllib|aiohttp|httpx)\/v?([\w.+-]+)/i],
  ["Go", /^Go-http-client\/v?([\w.+-]+)/i],
  ["Browser", /^Mozilla\//i],
];

/** Versions are a few characters; whoever writes more there wants something else. */
const VERSION_LENGTH = 32;
/** Distinct user agents that are remembered: a trail has tens. */
const REMEMBERED_COUNT = 2_000;
const remembered = new Map<string, Client>();

/**
 * Name and version of a client, such as `{ name: "AWS CLI", version: "2.13.0" }`. AWS writes some user agents whole in
 * square brackets. `fromConsole`: the session is one of the console, whose calls come from browsers and from AWS.
 */
export function readClient(userAgent: string, fromConsole: boolean): Client {
  const client = remembered.get(userAgent) ?? remember(userAgent);
  const isConsole = fromConsole && (client.name === "Browser" || client.name === "AWS service");
  return isConsole ? { name: "AWS console", version: undefined } : client;
}

function remember(userAgent: string): Client {
  if (remembered.size >= REMEMBERED_COUNT) remembered.clear();
  const client = parseClient(userAgent);
  remembered.set(userAgent, client);
  return client;
}

function parseClient(userAgent: string): Client {
  const isBracketed = userAgent.startsWith("[") && userAgent.endsWith("]");
  const text = (isBracketed ? userAgent.slice(1, -1) : userAgent).trim();
  for (const [name, pattern] of CLIENTS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const version = found.slice(1).find((group) => group !== undefined && /^\d/.test(group));
    return { name, version: version?.slice(0, VERSION_LENGTH) };
  }
  return { name: "Other", version: undefined };
}
