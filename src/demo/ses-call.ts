/** Calls of Amazon SES in the shapes of its three APIs. */
import type { Call } from "./call.ts";
import type { Caller } from "./callers.ts";
import type { JsonObject } from "./json.ts";
import type { Random } from "./random.ts";

/** The three APIs, by the names that the CLI gives them. */
export type SesApi = "ses" | "sesv2" | "mailmanager";

/** What CloudTrail writes in place of addresses, subjects and bodies. */
export const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** Who calls SES, when and where. */
export interface SesContext {
  readonly at: number;
  readonly caller: Caller;
  readonly region: string;
}

/** A call of an SES API. */
export function sesCall(
  context: SesContext,
  api: SesApi,
  action: string,
  request: JsonObject | null = null,
  rest: Partial<Call> = {},
): Call {
  const host = api === "mailmanager" ? "mail-manager" : "email";
  return {
    ...context,
    source: "ses.amazonaws.com",
    service: api,
    host: `${host}.${context.region}.amazonaws.com`,
    action,
    request,
    ...rest,
  };
}

/** The same call refused: parameters are null then, as CloudTrail writes it, and v2 names the resource in its message. */
export function deniedSesCall(
  context: SesContext,
  api: SesApi,
  action: string,
  resource?: string,
): Call {
  const { caller, region } = context;
  const who =
    caller.kind === "user"
      ? `arn:aws:iam::${caller.account}:user/${caller.name}`
      : `arn:aws:sts::${caller.account}:assumed-role/${caller.name}/${caller.session ?? caller.name}`;
  const on =
    api === "ses"
      ? ""
      : ` on resource: ${resource === undefined ? "*" : `arn:aws:ses:${region}:${caller.account}:${resource}`}`;
  return sesCall(context, api, action, null, {
    error: {
      code: "AccessDenied",
      message: `User: ${who} is not authorized to perform: ses:${action}${on} because no identity-based policy allows the ses:${action} action`,
    },
  });
}

/** A call refused by the policy that AWS attaches to a user whose key was found in public. */
export function quarantinedSesCall(context: SesContext, action: string): Call {
  const { account, name } = context.caller;
  const message =
    `User: arn:aws:iam::${account}:user/${name} is not authorized to perform: ses:${action} on resource: * with an ` +
    "explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3";
  return sesCall(context, "ses", action, null, { error: { code: "AccessDenied", message } });
}

/** What a send is made of. */
export interface Send {
  readonly action: "SendEmail" | "SendRawEmail" | "SendTemplatedEmail" | "SendBulkEmail";
  readonly api: "ses" | "sesv2";
  readonly from: string;
  /** Domain or address that is verified; by default the sender's domain. */
  readonly identity?: string;
  readonly configurationSet?: string;
  readonly template?: string;
  readonly tenant?: string;
}

/**
 * A send, as a data event: recipients, subject and body hidden, `readOnly` true as AWS writes it.
 * Source: https://docs.aws.amazon.com/ses/latest/dg/logging-using-cloudtrail.html
 */
export function sendCall(
  context: SesContext,
  send: Send,
  random: Random,
  rest: Partial<Call> = {},
): Call {
  const account = rest.recipient ?? context.caller.account;
  const arn = (path: string): string => `arn:aws:ses:${context.region}:${account}:${path}`;
  const identity = send.identity ?? send.from.slice(send.from.indexOf("@") + 1);
  const destination = { toAddresses: [HIDDEN] };
  const tags = [{ name: "campaign", value: send.template ?? "transactional" }];
  const shared: JsonObject = {
    ...(send.configurationSet !== undefined && { configurationSetName: send.configurationSet }),
    ...(send.tenant !== undefined && { tenantName: send.tenant }),
  };
  const template =
    send.template === undefined ? undefined : { templateName: send.template, templateData: HIDDEN };
  const content: JsonObject = template
    ? { template }
    : {
        simple: {
          subject: { data: HIDDEN, charset: "UTF-8" },
          body: { html: { data: HIDDEN, charset: "UTF-8" } },
        },
      };
  const parameters: Readonly<Record<Send["action"], JsonObject>> = {
    SendEmail:
      send.api === "ses"
        ? {
            source: send.from,
            destination,
            message: { subject: { data: HIDDEN }, body: { text: { data: HIDDEN } } },
            ...shared,
          }
        : { fromEmailAddress: send.from, destination, content, emailTags: tags, ...shared },
    SendRawEmail: {
      source: send.from,
      destinations: [HIDDEN],
      rawMessage: { data: HIDDEN },
      ...shared,
    },
    SendTemplatedEmail: {
      source: send.from,
      destination,
      template: send.template ?? "welcome",
      templateData: HIDDEN,
      ...shared,
    },
    SendBulkEmail: {
      fromEmailAddress: send.from,
      defaultContent: content,
      bulkEmailEntries: [{ destination, replacementTags: tags }],
      ...shared,
    },
  };
  const resources = [
    { accountId: account, type: "AWS::SES::EmailIdentity", ARN: arn(`identity/${identity}`) },
    ...(send.configurationSet === undefined
      ? []
      : [
          {
            accountId: account,
            type: "AWS::SES::ConfigurationSet",
            ARN: arn(`configuration-set/${send.configurationSet}`),
          },
        ]),
    ...(send.template === undefined
      ? []
      : [
          { accountId: account, type: "AWS::SES::Template", ARN: arn(`template/${send.template}`) },
        ]),
  ];
  return sesCall(context, send.api, send.action, parameters[send.action], {
    readOnly: true,
    data: true,
    resources,
    ...(rest.error === undefined && {
      additional: {
        sesMessageId: `0100${random.text("0123456789abcdef", 12)}-${random.uuid()}-000000`,
      },
    }),
    ...rest,
  });
}
