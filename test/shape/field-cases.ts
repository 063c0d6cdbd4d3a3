/** One case for each row of the field table: members of a record that fill it, and what stands in both shapes. */
import type { JsonObject } from "../../src/records/element.ts";
import type { FieldName } from "../../src/tables/fields.ts";
import { LEAST, READ_AT } from "../support/made-records.ts";

/** A record that fills a field, and the values that it then has. `absent`: the field is not in that shape. */
export interface FieldCase {
  readonly record: JsonObject;
  readonly ecs: unknown;
  readonly otel: unknown;
  readonly keepOriginal?: true;
}

/** Stands for: not in this shape. */
export const absent = Symbol("absent");

function both(value: unknown, record: JsonObject = {}): FieldCase {
  return { record, ecs: value, otel: value };
}
function ecsOnly(value: unknown, record: JsonObject = {}): FieldCase {
  return { record, ecs: value, otel: absent };
}
function otelOnly(value: unknown, record: JsonObject = {}): FieldCase {
  return { record, ecs: absent, otel: value };
}
function identity(value: unknown, userIdentity: JsonObject): FieldCase {
  return both(value, { userIdentity });
}
function session(value: unknown, sessionContext: JsonObject): FieldCase {
  return identity(value, { type: "AssumedRole", sessionContext });
}
function call(
  value: unknown,
  eventName: string,
  requestParameters: JsonObject,
  more: JsonObject = {},
): FieldCase {
  return both(value, { eventName, requestParameters, ...more });
}

const SEND: JsonObject = {
  eventName: "SendEmail",
  eventCategory: "Data",
  requestParameters: {
    fromEmailAddress: "News <news@example.org>",
    destination: {
      toAddresses: ["a@example.net"],
      ccAddresses: ["b@example.net"],
      bccAddresses: ["c@example.net"],
    },
    replyToAddresses: ["Desk <desk@example.org>"],
    content: { simple: { subject: { data: "Hello" } } },
  },
  additionalEventData: { sesMessageId: "0100018f-1" },
};
const SSO: JsonObject = {
  type: "AssumedRole",
  principalId: "AROAEXAMPLE:ana@example.org",
  arn: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Mail_0123456789abcdef/ana@example.org",
  accountId: "111122223333",
  sessionContext: { sessionIssuer: { userName: "AWSReservedSSO_Mail_0123456789abcdef" } },
};
const DKIM_OFF: JsonObject = {
  eventName: "SetIdentityDkimEnabled",
  requestParameters: { identity: "Example.org", dkimEnabled: false },
};
const ARN = "arn:aws:ses:us-east-1:111122223333:identity/example.org";
const RECORD_ID = "-6NOwh8bqS0UD0B-14XRSSQ6N50";

export const FIELD_CASES: Readonly<Record<FieldName, FieldCase>> = {
  "@timestamp": ecsOnly("2026-03-01T10:20:30.000Z"),
  message: ecsOnly(
    "ana@example.org (sso): DKIM signing turned off for example.org, from 203.0.113.44 with AWS CLI",
    {
      ...DKIM_OFF,
      userIdentity: SSO,
      sourceIPAddress: "203.0.113.44",
      userAgent: "aws-cli/2.13.0",
    },
  ),

  "ecs.version": ecsOnly("9.4.0"),

  "event.kind": both("event"),
  "event.category": both(["api", "configuration"], DKIM_OFF),
  "event.type": both(["change"], DKIM_OFF),
  "event.action": both("GetSendQuota"),
  "event.outcome": both("failure", { errorMessage: "no" }),
  "event.provider": both("ses.amazonaws.com"),
  "event.id": both("e-1", { eventID: "e-1" }),
  "event.module": both("aws"),
  "event.dataset": both("ses.cloudtrail"),
  "event.created": both(READ_AT),
  "event.severity": both(47, DKIM_OFF),
  "event.sequence": both(7),
  "event.original": { ...ecsOnly(JSON.stringify(LEAST)), keepOriginal: true },

  "error.code": both("AccessDenied", { errorCode: "AccessDenied" }),
  "error.message": both("no", { errorMessage: "no" }),

  "cloud.provider": both("aws"),
  "cloud.account.id": both("012345678901", {
    recipientAccountId: "012345678901",
    userIdentity: { accountId: "2" },
  }),
  "cloud.region": both("eu-west-1", { awsRegion: "eu-west-1" }),
  "cloud.service.name": both("ses"),

  "user.id": identity("AROAEXAMPLE:ana@example.org", SSO),
  "user.name": identity("AWSReservedSSO_Mail_0123456789abcdef", SSO),
  "user.email": identity("ana@example.org", SSO),
  "user.roles": identity(["AWSReservedSSO_Mail_0123456789abcdef"], SSO),
  "aws.ses.caller.kind": identity("sso", SSO),
  "aws.ses.caller.name": identity("ana@example.org", SSO),
  "aws.ses.caller.session": identity("ana@example.org", SSO),
  "aws.ses.caller.account": identity("111122223333", SSO),

  "source.address": both("AWS Internal", { sourceIPAddress: "AWS Internal" }),
  "source.ip": both("2001:db8::1", { sourceIPAddress: "2001:db8::1" }),
  "user_agent.original": both("aws-cli/2.13.0 x", { userAgent: "aws-cli/2.13.0 x" }),
  "user_agent.name": both("AWS CLI", { userAgent: "aws-cli/2.13.0 x" }),
  "user_agent.version": both("2.13.0", { userAgent: "aws-cli/2.13.0 x" }),
  "tls.version": both("1.3", { tlsDetails: { tlsVersion: "TLSv1.3" } }),
  "tls.version_protocol": both("tls", { tlsDetails: { tlsVersion: "TLSv1.3" } }),
  "tls.cipher": both("TLS_AES_128_GCM_SHA256", {
    tlsDetails: { cipherSuite: "TLS_AES_128_GCM_SHA256" },
  }),
  "tls.client.server_name": both("email.eu-west-1.amazonaws.com", {
    tlsDetails: { clientProvidedHostHeader: "email.eu-west-1.amazonaws.com" },
  }),

  "email.from.address": both(["news@example.org"], SEND),
  "email.to.address": both(["a@example.net"], SEND),
  "email.cc.address": both(["b@example.net"], SEND),
  "email.bcc.address": both(["c@example.net"], SEND),
  "email.reply_to.address": both(["desk@example.org"], SEND),
  "email.subject": both("Hello", SEND),
  "email.message_id": both("0100018f-1", SEND),

  "related.user": ecsOnly(
    ["AROAEXAMPLE:ana@example.org", "AWSReservedSSO_Mail_0123456789abcdef", "ana@example.org"],
    { userIdentity: SSO },
  ),
  "related.ip": ecsOnly(["203.0.113.44"], { sourceIPAddress: "203.0.113.44" }),
  "related.hosts": ecsOnly(["trustedadvisor.amazonaws.com", "example.org"], {
    ...DKIM_OFF,
    sourceIPAddress: "trustedadvisor.amazonaws.com",
  }),
  "log.file.path": both("AWSLogs/111122223333/a.json.gz"),

  "aws.cloudtrail.event_version": both("1.11", { eventVersion: "1.11" }),
  "aws.cloudtrail.event_category": both("Management", { eventCategory: "Management" }),
  "aws.cloudtrail.event_type": both("AwsApiCall", { eventType: "AwsApiCall" }),
  "aws.cloudtrail.api_version": both("2010-12-01", { apiVersion: "2010-12-01" }),
  "aws.cloudtrail.request_id": both("r-1", { requestID: "r-1" }),
  "aws.cloudtrail.shared_event_id": both("s-1", { sharedEventId: "s-1" }),
  "aws.cloudtrail.recipient_account_id": both("012345678901", {
    recipientAccountId: "012345678901",
  }),
  "aws.cloudtrail.management_event": both("true", { managementEvent: true }),
  "aws.cloudtrail.read_only": both(false, { readOnly: false }),
  "aws.cloudtrail.error_code": ecsOnly("AccessDenied", { errorCode: "AccessDenied" }),
  "aws.cloudtrail.error_message": ecsOnly("no", { errorMessage: "no" }),
  "aws.cloudtrail.session_credential_from_console": both("true", {
    sessionCredentialFromConsole: "true",
  }),
  "aws.cloudtrail.vpc_endpoint_id": both("vpce-1", { vpcEndpointId: "vpce-1" }),
  "aws.cloudtrail.vpc_endpoint_account_id": both("111122223333", {
    vpcEndpointAccountId: "111122223333",
  }),
  "aws.cloudtrail.resources": {
    record: {
      resources: [{ ARN: ARN, accountId: "1", type: "AWS::SES::EmailIdentity" }, { ARN: "a" }],
    },
    ecs: [{ arn: ARN, account_id: "1", type: "AWS::SES::EmailIdentity" }, { arn: "a" }],
    // The other two are `.account_id` and `.type`, in step.
    otel: { arn: [ARN, "a"], account_id: ["1", ""], type: ["AWS::SES::EmailIdentity", ""] },
  },
  "aws.cloudtrail.addendum.reason": both("UPDATED_DATA", { addendum: { reason: "UPDATED_DATA" } }),
  "aws.cloudtrail.addendum.updated_fields": both("responseElements", {
    addendum: { updatedFields: "responseElements" },
  }),
  "aws.cloudtrail.addendum.original_request_id": both("r-0", {
    addendum: { originalRequestID: "r-0" },
  }),
  "aws.cloudtrail.addendum.original_event_id": both("e-0", {
    addendum: { originalEventID: "e-0" },
  }),

  "aws.cloudtrail.user_identity.type": identity("SAMLUser", { type: "SAMLUser" }),
  "aws.cloudtrail.user_identity.arn": identity("arn:aws:iam::1:root", {
    arn: "arn:aws:iam::1:root",
  }),
  "aws.cloudtrail.user_identity.access_key_id": identity("AKIAIOSFODNN7EXAMPLE", {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  }),
  "aws.cloudtrail.user_identity.invoked_by": identity("config.amazonaws.com", {
    invokedBy: "config.amazonaws.com",
  }),
  "aws.cloudtrail.user_identity.invoked_by_delegate.account_id": identity("1", {
    invokedByDelegate: { accountId: "1" },
  }),
  "aws.cloudtrail.user_identity.identity_provider": identity("idp", { identityProvider: "idp" }),
  "aws.cloudtrail.user_identity.credential_id": identity("c", { credentialId: "c" }),
  "aws.cloudtrail.user_identity.on_behalf_of.user_id": identity("u", {
    onBehalfOf: { userId: "u" },
  }),
  "aws.cloudtrail.user_identity.on_behalf_of.identity_store_arn": identity("a", {
    onBehalfOf: { identityStoreArn: "a" },
  }),
  "aws.cloudtrail.user_identity.in_scope_of.source_arn": identity("a", {
    inScopeOf: { sourceArn: "a" },
  }),
  "aws.cloudtrail.user_identity.in_scope_of.source_account": identity("1", {
    inScopeOf: { sourceAccount: "1" },
  }),
  "aws.cloudtrail.user_identity.in_scope_of.issuer_type": identity("t", {
    inScopeOf: { issuerType: "t" },
  }),
  "aws.cloudtrail.user_identity.in_scope_of.credentials_issued_to": identity("w", {
    inScopeOf: { credentialsIssuedTo: "w" },
  }),
  "aws.cloudtrail.user_identity.session_context.mfa_authenticated": session("false", {
    attributes: { mfaAuthenticated: "false" },
  }),
  "aws.cloudtrail.user_identity.session_context.creation_date": session(
    "2013-11-02T01:06:28.000Z",
    { attributes: { creationDate: "20131102T010628Z" } },
  ),
  "aws.cloudtrail.user_identity.session_context.source_identity": session("ana", {
    sourceIdentity: "ana",
  }),
  "aws.cloudtrail.user_identity.session_context.ec2_role_delivery": session("2.0", {
    ec2RoleDelivery: "2.0",
  }),
  "aws.cloudtrail.user_identity.session_context.assumed_root": session("true", {
    assumedRoot: "true",
  }),
  "aws.cloudtrail.user_identity.session_context.session_issuer.type": session("Role", {
    sessionIssuer: { type: "Role" },
  }),
  "aws.cloudtrail.user_identity.session_context.session_issuer.principal_id": session("AROA", {
    sessionIssuer: { principalId: "AROA" },
  }),
  "aws.cloudtrail.user_identity.session_context.session_issuer.arn": session("a", {
    sessionIssuer: { arn: "a" },
  }),
  "aws.cloudtrail.user_identity.session_context.session_issuer.account_id": session("1", {
    sessionIssuer: { accountId: "1" },
  }),
  "aws.cloudtrail.user_identity.session_context.session_issuer.user_name": session("mailer", {
    sessionIssuer: { userName: "mailer" },
  }),
  "aws.cloudtrail.user_identity.session_context.web_id_federation_data.federated_provider": session(
    "accounts.google.com",
    { webIdFederationData: { federatedProvider: "accounts.google.com" } },
  ),

  "aws.cloudtrail.request_parameters": both('{"a":null,"b":[1,""]}', {
    requestParameters: { b: [1, ""], a: null },
  }),
  "aws.cloudtrail.response_elements": both('{"a":1}', { responseElements: { a: 1 } }),
  "aws.cloudtrail.additional_eventdata": both('{"a":1}', { additionalEventData: { a: 1 } }),
  "aws.cloudtrail.service_event_details": both('{"a":1}', { serviceEventDetails: { a: 1 } }),
  "aws.cloudtrail.flattened.request_parameters": ecsOnly(
    { b: [1] },
    { requestParameters: { b: [1, ""], a: null } },
  ),
  "aws.cloudtrail.flattened.response_elements": ecsOnly({ a: 1 }, { responseElements: { a: 1 } }),
  "aws.cloudtrail.flattened.additional_eventdata": ecsOnly(
    { a: 1 },
    { additionalEventData: { a: 1 } },
  ),
  "aws.cloudtrail.flattened.service_event_details": ecsOnly(
    { a: 1 },
    { serviceEventDetails: { a: 1 } },
  ),
  "aws.cloudtrail.flattened.event_context": ecsOnly(
    { tagContext: { a: 1 } },
    { eventContext: { tagContext: { a: 1 } } },
  ),
  "aws.cloudtrail.flattened.edge_device_details": ecsOnly(
    { a: 1 },
    { edgeDeviceDetails: { a: 1 } },
  ),
  "aws.cloudtrail.flattened.insight_details": ecsOnly(
    { state: "Start" },
    { insightDetails: { state: "Start" } },
  ),
  "aws.cloudtrail.flattened.web_id_federation_attributes": ecsOnly(
    { aud: "app" },
    { userIdentity: { sessionContext: { webIdFederationData: { attributes: { aud: "app" } } } } },
  ),
  "aws.cloudtrail.flattened.additional_fields": ecsOnly(
    { newField: { a: 1 } },
    { newField: { a: 1 } },
  ),
  "aws.cloudtrail.additional_fields": both('{"eventContext":{"a":1},"newField":{"a":1}}', {
    newField: { a: 1 },
    eventContext: { a: 1 },
  }),

  "aws.ses.api": call("v2", "CreateEmailIdentity", { emailIdentity: "example.org" }),
  "aws.ses.verb": both("update", DKIM_OFF),
  "aws.ses.target.kind": both("identity", DKIM_OFF),
  "aws.ses.target.name": both(["example.org"], DKIM_OFF),
  "aws.ses.target.arn": call([ARN], "GetEmailIdentity", { emailIdentity: ARN }),
  "aws.ses.identity.name": both(["example.org"], DKIM_OFF),
  "aws.ses.identity.kind": both(["domain"], DKIM_OFF),
  "aws.ses.identity.domain": both(["example.org"], DKIM_OFF),
  "aws.ses.configuration_set": call(["main"], "DeleteConfigurationSet", {
    configurationSetName: "main",
  }),
  "aws.ses.template": call(["hello"], "DeleteTemplate", { templateName: "hello" }),
  "aws.ses.receipt_rule_set": call(["in"], "DeleteReceiptRuleSet", { ruleSetName: "in" }),
  "aws.ses.receipt_rule": call(["r"], "DeleteReceiptRule", { ruleSetName: "in", ruleName: "r" }),
  "aws.ses.receipt_filter": call(["f"], "DeleteReceiptFilter", { filterName: "f" }),
  "aws.ses.event_destination": call(["d"], "DeleteConfigurationSetEventDestination", {
    configurationSetName: "main",
    eventDestinationName: "d",
  }),
  "aws.ses.contact_list": call(["c"], "DeleteContactList", { contactListName: "c" }),
  "aws.ses.dedicated_ip_pool": call(["p"], "DeleteDedicatedIpPool", { poolName: "p" }),
  "aws.ses.tenant": call(["t"], "DeleteTenant", { tenantName: "t" }),
  "aws.ses.policy.name": call(["p"], "DeleteIdentityPolicy", {
    identity: "example.org",
    policyName: "p",
  }),
  "aws.ses.topic_arn": call(["arn:aws:sns:us-east-1:1:t"], "SetIdentityNotificationTopic", {
    identity: "example.org",
    notificationType: "Bounce",
    snsTopic: "arn:aws:sns:us-east-1:1:t",
  }),
  "aws.ses.mail_from_domain": call(["mail.example.org"], "SetIdentityMailFromDomain", {
    identity: "example.org",
    mailFromDomain: "mail.example.org",
  }),
  "aws.ses.message_id": both(["0100018f-1"], SEND),
  "aws.ses.setting.name": both(["dkimEnabled"], DKIM_OFF),
  "aws.ses.setting.value": both(["false"], DKIM_OFF),
  "aws.ses.setting.pair": both(["dkimEnabled=false"], DKIM_OFF),
  "aws.ses.effect": both("DKIM signing turned off for example.org", DKIM_OFF),
  "aws.ses.signals": both(["dkim_weakened"], DKIM_OFF),
  "aws.ses.severity": both("medium", DKIM_OFF),
  "aws.ses.data_event": both(true, SEND),
  "aws.ses.known_action": both(true),
  "aws.ses.redacted": call(["requestParameters.destination.toAddresses"], "SendEmail", {
    destination: { toAddresses: ["HIDDEN_DUE_TO_SECURITY_REASONS"] },
  }),
  "aws.ses.omitted": both(["requestParameters"], {
    requestParameters: {
      omitted: true,
      originalSize: 120000,
      reason: "requestParameters too large",
    },
  }),
  "aws.ses.record_id": both(RECORD_ID, { eventID: "e-1" }),

  "data_stream.type": ecsOnly("logs"),
  "data_stream.dataset": both("ses.cloudtrail"),
  "data_stream.namespace": both("default"),

  "rpc.system.name": otelOnly("aws-api"),
  "rpc.service": otelOnly("ses.amazonaws.com"),
  "rpc.method": otelOnly("GetSendQuota"),
  "client.address": otelOnly("203.0.113.44", { sourceIPAddress: "203.0.113.44" }),
  "server.address": otelOnly("email.eu-west-1.amazonaws.com", {
    tlsDetails: { clientProvidedHostHeader: "email.eu-west-1.amazonaws.com" },
  }),
  "error.type": otelOnly("AccessDenied", { errorCode: "AccessDenied" }),
  "aws.request_id": otelOnly("r-1", { requestID: "r-1" }),
  "log.record.uid": otelOnly(RECORD_ID, { eventID: "e-1" }),
  "log.record.original": { ...otelOnly(JSON.stringify(LEAST)), keepOriginal: true },
  "service.name": otelOnly("amazon-ses"),
};
