/**
 * The field table: every field that an event can have, once.
 *
 * It is the specification. The ECS and OTel shapes, the index templates, the field check of the dashboards and
 * `docs/fields.md` are made from it, in this order. A row that says nothing of `shape` stands in both shapes under
 * the same name with the same meaning.
 */

/**
 * How a field is typed and mapped.
 * `keyword` text for exact search · `text` prose · `json_text` canonical JSON as text, never cut · `date` ISO 8601 ·
 * `ip` · `long` · `boolean` · `constant_keyword` one value a data stream · `flattened` an object or array as it came ·
 * `objects` an array of objects, whose members are rows of their own in the template (ECS) or parallel arrays (OTel).
 */
export type FieldType =
  | "keyword"
  | "text"
  | "json_text"
  | "date"
  | "ip"
  | "long"
  | "boolean"
  | "constant_keyword"
  | "flattened"
  | "objects";

/** One row of the field table. */
export interface FieldRow {
  readonly type: FieldType;
  /** What of the CloudTrail record it is made from. */
  readonly from: string;
  /** What it tells, in one sentence. */
  readonly doc: string;
  /** May hold several values: an array. */
  readonly many?: true;
  /** Stands in this shape only. */
  readonly shape?: "ecs" | "otel";
  /** Written by the shaper from what it is told of the destination, not by `normalise`. */
  readonly by?: "shape";
  /** In OTel: an attribute of the resource, not of the record. */
  readonly resource?: true;
  /** OTel only: the same value as this field. */
  readonly sameAs?: string;
  /** What people call it on a command line: `--by`, `--columns`. */
  readonly short?: string;
  /** Label on dashboards. */
  readonly label?: string;
  /** Member names, for `objects`. */
  readonly members?: readonly string[];
}

/** The version of ECS that the table follows, which every ECS document states. */
export const ECS_VERSION = "9.4.0";

export const FIELDS = {
  "@timestamp": { type: "date", from: "eventTime", doc: "When the call was completed.", label: "Time", shape: "ecs" },
  message: { type: "text", from: "the event", doc: "A sentence: who did what to what, from where, and how it ended.", label: "What happened", shape: "ecs" },

  "ecs.version": { type: "keyword", shape: "ecs", by: "shape", from: "constant `9.4.0`", doc: "The version of ECS that the names and types follow. OTel has semantic conventions instead." },

  "event.kind": { type: "keyword", from: "constant `event`", doc: "ECS kind." },
  "event.category": { type: "keyword", many: true, from: "verb and target", doc: "Always `api`; `configuration`, `iam` or `email` beside it." },
  "event.type": { type: "keyword", many: true, from: "verb and outcome", doc: "creation, change, deletion, access, start, end or info; `denied` when access was refused." },
  "event.action": { type: "keyword", short: "action", from: "eventName", doc: "The API action, as AWS spells it.", label: "Action" },
  "event.outcome": { type: "keyword", short: "outcome", from: "errorCode, errorMessage", doc: "`failure` if there is an error code or message, else `success`.", label: "Outcome" },
  "event.provider": { type: "keyword", from: "eventSource", doc: "The service that was called." },
  "event.id": { type: "keyword", from: "eventID", doc: "AWS's id of the event. Not unique: see `aws.ses.record_id`." },
  "event.module": { type: "keyword", from: "constant `aws`", doc: "ECS module." },
  "event.dataset": { type: "keyword", by: "shape", from: "the destination's dataset", doc: "ECS dataset." },
  "event.created": { type: "date", from: "the reader's clock", doc: "When sestrail read the record.", label: "Read" },
  "event.severity": { type: "long", from: "the highest severity of the signals", doc: "0 info, 21 low, 47 medium, 73 high: Elastic Security's risk scores. Absent without signals.", label: "Severity (number)" },
  "event.sequence": { type: "long", from: "place in the file", doc: "Index of the record in its file, from 0." },
  "event.original": { type: "keyword", shape: "ecs", from: "the raw record", doc: "The record as it was read, with `--keep-original`; not indexed." },

  "error.code": { type: "keyword", short: "error", from: "errorCode", doc: "Error code that AWS answered with.", label: "Error" },
  "error.message": { type: "text", from: "errorMessage", doc: "Error message that AWS answered with." },

  "cloud.provider": { type: "keyword", from: "constant `aws`", doc: "Cloud provider.", resource: true },
  "cloud.account.id": { type: "keyword", short: "account", from: "recipientAccountId, else userIdentity.accountId", doc: "The account whose SES it is.", label: "Account", resource: true },
  "cloud.region": { type: "keyword", short: "region", from: "awsRegion", doc: "AWS Region.", label: "Region", resource: true },
  "cloud.service.name": { type: "keyword", short: "service", from: "first label of eventSource", doc: "Short name of the service.", label: "Service" },

  "user.id": { type: "keyword", from: "userIdentity.principalId; onBehalfOf.userId for Identity Center", doc: "Principal id of the caller." },
  "user.name": { type: "keyword", short: "user", from: "userName; the role for assumed roles; who issued a federated user; root", doc: "Name of the caller, as Elastic's own integration fills this field: user, role or root.", label: "User" },
  "user.email": { type: "keyword", from: "the session's or the user's name, if it is an address", doc: "E-mail address of the caller." },
  "user.roles": { type: "keyword", many: true, from: "sessionIssuer.userName, else userIdentity.arn", doc: "Role that was assumed." },
  "aws.ses.caller.kind": { type: "keyword", short: "kind", from: "userIdentity", doc: "root, user, role, sso, service, federated, account or unknown.", label: "Kind of caller" },
  "aws.ses.caller.name": { type: "keyword", short: "caller", from: "userIdentity", doc: "The name a person would use for the caller.", label: "Caller" },
  "aws.ses.caller.session": { type: "keyword", short: "session", from: "userIdentity.arn, else principalId", doc: "Session name of an assumed role.", label: "Session" },
  "aws.ses.caller.account": { type: "keyword", from: "userIdentity.accountId", doc: "Account of the caller.", label: "Caller's account" },

  "source.address": { type: "keyword", short: "from", from: "sourceIPAddress", doc: "Where the call came from: an address, a service or `AWS Internal`.", label: "From" },
  "source.ip": { type: "ip", short: "ip", from: "sourceIPAddress, if it is one", doc: "IP address of the caller.", label: "Source IP" },
  "user_agent.original": { type: "keyword", from: "userAgent", doc: "The whole user agent." },
  "user_agent.name": { type: "keyword", short: "client", from: "userAgent", doc: "Short name of the client: AWS CLI, Boto3, AWS console, …", label: "Client" },
  "user_agent.version": { type: "keyword", from: "userAgent", doc: "Version of the client." },
  "tls.version": { type: "keyword", from: "tlsDetails.tlsVersion", doc: "TLS version, as `1.2`.", label: "TLS" },
  "tls.version_protocol": { type: "keyword", from: "tlsDetails.tlsVersion", doc: "`tls`." },
  "tls.cipher": { type: "keyword", from: "tlsDetails.cipherSuite", doc: "Cipher suite." },
  "tls.client.server_name": { type: "keyword", from: "tlsDetails.clientProvidedHostHeader", doc: "Host that the client asked for." },

  "email.from.address": { type: "keyword", many: true, from: "data events: source, fromEmailAddress", doc: "Sender of a message.", label: "Mail from" },
  "email.to.address": { type: "keyword", many: true, from: "data events: destination", doc: "Recipients, where AWS does not hide them." },
  "email.cc.address": { type: "keyword", many: true, from: "data events: destination", doc: "Copy recipients, where AWS does not hide them." },
  "email.bcc.address": { type: "keyword", many: true, from: "data events: destination", doc: "Blind copy recipients, where AWS does not hide them." },
  "email.reply_to.address": { type: "keyword", many: true, from: "data events: replyToAddresses", doc: "Reply-to addresses, where AWS does not hide them." },
  "email.subject": { type: "keyword", from: "data events: subject", doc: "Subject, where AWS does not hide it." },
  "email.message_id": { type: "keyword", from: "additionalEventData.sesMessageId, responseElements.messageId", doc: "SES's id of the message: the join key to SES event publishing." },

  "related.user": { type: "keyword", many: true, shape: "ecs", from: "all user names, ids and sessions", doc: "Everyone who is named." },
  "related.ip": { type: "ip", many: true, shape: "ecs", from: "source.ip", doc: "Every IP address that is named." },
  "related.hosts": { type: "keyword", many: true, shape: "ecs", from: "service hosts, TLS host, domains of identities, MAIL FROM domain", doc: "Every host or domain that is named." },
  "log.file.path": { type: "keyword", short: "file", from: "the file's name", doc: "File, object or stream that the record was read from.", label: "File" },

  "aws.cloudtrail.event_version": { type: "keyword", from: "eventVersion", doc: "Version of the record's format." },
  "aws.cloudtrail.event_category": { type: "keyword", from: "eventCategory", doc: "Management, Data, NetworkActivity, Insight." },
  "aws.cloudtrail.event_type": { type: "keyword", from: "eventType", doc: "AwsApiCall, AwsServiceEvent, …" },
  "aws.cloudtrail.api_version": { type: "keyword", from: "apiVersion", doc: "API version; SES does not write it." },
  "aws.cloudtrail.request_id": { type: "keyword", from: "requestID", doc: "AWS's id of the request." },
  "aws.cloudtrail.shared_event_id": { type: "keyword", from: "sharedEventID", doc: "Joins the copies that several accounts get of one event." },
  "aws.cloudtrail.recipient_account_id": { type: "keyword", from: "recipientAccountId", doc: "Account that received the record." },
  "aws.cloudtrail.management_event": { type: "keyword", from: "managementEvent", doc: "\"true\" or \"false\" (a string, as in Elastic's own integration)." },
  "aws.cloudtrail.read_only": { type: "boolean", from: "readOnly", doc: "What AWS says; true on sends too." },
  "aws.cloudtrail.error_code": { type: "keyword", shape: "ecs", from: "errorCode", doc: "The same as `error.code`, under Elastic's name, for its rules." },
  "aws.cloudtrail.error_message": { type: "keyword", shape: "ecs", from: "errorMessage", doc: "The same as `error.message`, under Elastic's name, for its rules." },
  "aws.cloudtrail.session_credential_from_console": { type: "keyword", from: "sessionCredentialFromConsole", doc: "\"true\" for console sessions." },
  "aws.cloudtrail.vpc_endpoint_id": { type: "keyword", from: "vpcEndpointId", doc: "VPC endpoint that the call went through." },
  "aws.cloudtrail.vpc_endpoint_account_id": { type: "keyword", from: "vpcEndpointAccountId", doc: "Owner of that endpoint." },
  "aws.cloudtrail.resources": { type: "objects", many: true, members: ["arn", "account_id", "type"], from: "resources[]", doc: "Resources that the call touched; parallel arrays in OTel." },
  "aws.cloudtrail.addendum.reason": { type: "keyword", from: "addendum.reason", doc: "Why the record came late or again." },
  "aws.cloudtrail.addendum.updated_fields": { type: "keyword", from: "addendum.updatedFields", doc: "Fields that the record now has another value for." },
  "aws.cloudtrail.addendum.original_request_id": { type: "keyword", from: "addendum.originalRequestID", doc: "Request id of the original." },
  "aws.cloudtrail.addendum.original_event_id": { type: "keyword", from: "addendum.originalEventID", doc: "Event id of the original." },

  "aws.cloudtrail.user_identity.type": { type: "keyword", from: "userIdentity.type", doc: "Type of the caller, as AWS spells it." },
  "aws.cloudtrail.user_identity.arn": { type: "keyword", short: "arn", from: "userIdentity.arn", doc: "ARN of the caller.", label: "Caller's ARN" },
  "aws.cloudtrail.user_identity.access_key_id": { type: "keyword", short: "key", from: "userIdentity.accessKeyId", doc: "Access key; `AKIA…` is long-lived.", label: "Access key" },
  "aws.cloudtrail.user_identity.invoked_by": { type: "keyword", from: "userIdentity.invokedBy", doc: "Service that made the call." },
  "aws.cloudtrail.user_identity.invoked_by_delegate.account_id": { type: "keyword", from: "userIdentity.invokedByDelegate.accountId", doc: "Account of the delegate." },
  "aws.cloudtrail.user_identity.identity_provider": { type: "keyword", from: "userIdentity.identityProvider", doc: "Provider of a federated identity." },
  "aws.cloudtrail.user_identity.credential_id": { type: "keyword", from: "userIdentity.credentialId", doc: "Id of the bearer token." },
  "aws.cloudtrail.user_identity.on_behalf_of.user_id": { type: "keyword", from: "userIdentity.onBehalfOf.userId", doc: "Identity Center user on whose behalf the call was made." },
  "aws.cloudtrail.user_identity.on_behalf_of.identity_store_arn": { type: "keyword", from: "userIdentity.onBehalfOf.identityStoreArn", doc: "Identity store of that user." },
  "aws.cloudtrail.user_identity.in_scope_of.source_arn": { type: "keyword", from: "userIdentity.inScopeOf.sourceArn", doc: "Resource that the service acted for." },
  "aws.cloudtrail.user_identity.in_scope_of.source_account": { type: "keyword", from: "userIdentity.inScopeOf.sourceAccount", doc: "Account of that resource." },
  "aws.cloudtrail.user_identity.in_scope_of.issuer_type": { type: "keyword", from: "userIdentity.inScopeOf.issuerType", doc: "Issuer of the credentials." },
  "aws.cloudtrail.user_identity.in_scope_of.credentials_issued_to": { type: "keyword", from: "userIdentity.inScopeOf.credentialsIssuedTo", doc: "Whom the credentials were issued to." },
  "aws.cloudtrail.user_identity.session_context.mfa_authenticated": { type: "keyword", from: "sessionContext.attributes.mfaAuthenticated", doc: "\"true\" or \"false\".", label: "MFA" },
  "aws.cloudtrail.user_identity.session_context.creation_date": { type: "date", from: "sessionContext.attributes.creationDate", doc: "When the session began." },
  "aws.cloudtrail.user_identity.session_context.source_identity": { type: "keyword", from: "sessionContext.sourceIdentity", doc: "Identity that the session was begun with." },
  "aws.cloudtrail.user_identity.session_context.ec2_role_delivery": { type: "keyword", from: "sessionContext.ec2RoleDelivery", doc: "Version of the metadata service." },
  "aws.cloudtrail.user_identity.session_context.assumed_root": { type: "keyword", from: "sessionContext.assumedRoot", doc: "\"true\" for root sessions of a member account." },
  "aws.cloudtrail.user_identity.session_context.session_issuer.type": { type: "keyword", from: "sessionIssuer.type", doc: "Type of what issued the session: Role, Root, IAMUser." },
  "aws.cloudtrail.user_identity.session_context.session_issuer.principal_id": { type: "keyword", from: "sessionIssuer.principalId", doc: "Principal id of what issued the session." },
  "aws.cloudtrail.user_identity.session_context.session_issuer.arn": { type: "keyword", from: "sessionIssuer.arn", doc: "ARN of what issued the session." },
  "aws.cloudtrail.user_identity.session_context.session_issuer.account_id": { type: "keyword", from: "sessionIssuer.accountId", doc: "Account of what issued the session." },
  "aws.cloudtrail.user_identity.session_context.session_issuer.user_name": { type: "keyword", from: "sessionIssuer.userName", doc: "Name of what issued the session: the role." },
  "aws.cloudtrail.user_identity.session_context.web_id_federation_data.federated_provider": { type: "keyword", from: "webIdFederationData.federatedProvider", doc: "Provider of a web identity." },

  "aws.cloudtrail.request_parameters": { type: "json_text", from: "requestParameters", doc: "The parameters as canonical JSON text." },
  "aws.cloudtrail.response_elements": { type: "json_text", from: "responseElements", doc: "The answer as canonical JSON text." },
  "aws.cloudtrail.additional_eventdata": { type: "json_text", from: "additionalEventData", doc: "Further data as canonical JSON text." },
  "aws.cloudtrail.service_event_details": { type: "json_text", from: "serviceEventDetails", doc: "Details of a service event as canonical JSON text." },
  "aws.cloudtrail.flattened.request_parameters": { type: "flattened", shape: "ecs", from: "requestParameters", doc: "The parameters as an object." },
  "aws.cloudtrail.flattened.response_elements": { type: "flattened", shape: "ecs", from: "responseElements", doc: "The answer as an object." },
  "aws.cloudtrail.flattened.additional_eventdata": { type: "flattened", shape: "ecs", from: "additionalEventData", doc: "Further data as an object." },
  "aws.cloudtrail.flattened.service_event_details": { type: "flattened", shape: "ecs", from: "serviceEventDetails", doc: "Details of a service event as an object." },
  "aws.cloudtrail.flattened.event_context": { type: "flattened", shape: "ecs", from: "eventContext", doc: "Request and tag context of an event data store." },
  "aws.cloudtrail.flattened.edge_device_details": { type: "flattened", shape: "ecs", from: "edgeDeviceDetails", doc: "Details of an edge device (S3 on Outposts), as an object." },
  "aws.cloudtrail.flattened.insight_details": { type: "flattened", shape: "ecs", from: "insightDetails", doc: "Details of an Insights event, as an object." },
  "aws.cloudtrail.flattened.web_id_federation_attributes": { type: "flattened", shape: "ecs", from: "webIdFederationData.attributes", doc: "Attributes of a web identity, as an object." },
  "aws.cloudtrail.flattened.additional_fields": { type: "flattened", shape: "ecs", from: "whatever has no field of its own", doc: "Everything else of the record, as an object." },
  "aws.cloudtrail.additional_fields": { type: "json_text", from: "whatever has no text or scalar field of its own", doc: "All that no other text or scalar field holds, as canonical JSON text nested as in the record: nothing is lost." },

  "aws.ses.api": { type: "keyword", short: "api", from: "action, parameters, user agent", doc: "v1, v2, mailmanager or unknown; of calls beside SES (`--related`) the service, such as iam.", label: "API" },
  "aws.ses.verb": { type: "keyword", short: "verb", from: "the action table", doc: "create, read, update, delete, send, start, stop or unknown.", label: "Verb" },
  "aws.ses.target.kind": { type: "keyword", from: "the action table", doc: "What sort of thing the call was about.", label: "Kind of target" },
  "aws.ses.target.name": { type: "keyword", short: "target", many: true, from: "target parameters, the denial's message", doc: "The name or names of what the call was about.", label: "Target" },
  "aws.ses.target.arn": { type: "keyword", many: true, from: "target parameters, resources[], the denial's message", doc: "ARN of the target." },
  "aws.ses.identity.name": { type: "keyword", short: "identity", many: true, from: "the call's identity", doc: "Sender identity, an address or a domain: what was acted on or sent as, once.", label: "Identity" },
  "aws.ses.identity.kind": { type: "keyword", many: true, from: "the identity", doc: "address or domain." },
  "aws.ses.identity.domain": { type: "keyword", short: "domain", many: true, from: "the identity", doc: "Its domain, in lower case.", label: "Domain" },
  "aws.ses.configuration_set": { type: "keyword", short: "configuration_set", many: true, from: "parameters", doc: "Configuration set that the call names.", label: "Configuration set" },
  "aws.ses.template": { type: "keyword", short: "template", many: true, from: "parameters", doc: "Template that the call names, of mail or of custom verification mail.", label: "Template" },
  "aws.ses.receipt_rule_set": { type: "keyword", short: "rule_set", many: true, from: "parameters", doc: "Receipt rule set.", label: "Receipt rule set" },
  "aws.ses.receipt_rule": { type: "keyword", many: true, from: "parameters", doc: "Receipt rule that the call names." },
  "aws.ses.receipt_filter": { type: "keyword", many: true, from: "parameters", doc: "Receipt filter." },
  "aws.ses.event_destination": { type: "keyword", many: true, from: "parameters", doc: "Event destination." },
  "aws.ses.contact_list": { type: "keyword", many: true, from: "parameters", doc: "Contact list." },
  "aws.ses.dedicated_ip_pool": { type: "keyword", many: true, from: "parameters", doc: "Dedicated IP pool." },
  "aws.ses.tenant": { type: "keyword", many: true, from: "parameters", doc: "Tenant that the call names." },
  "aws.ses.policy.name": { type: "keyword", many: true, from: "parameters", doc: "Name of the identity's sending policy." },
  "aws.ses.topic_arn": { type: "keyword", many: true, from: "parameters", doc: "ARN of the SNS topic that notifications, events or mail go to." },
  "aws.ses.mail_from_domain": { type: "keyword", many: true, from: "parameters", doc: "MAIL FROM domain that the call sets." },
  "aws.ses.message_id": { type: "keyword", many: true, from: "additionalEventData.sesMessageId, responseElements", doc: "SES's id of the message." },
  "aws.ses.setting.name": { type: "keyword", many: true, from: "parameters of a write", doc: "Settings that the call wrote, in step with the values." },
  "aws.ses.setting.value": { type: "keyword", many: true, from: "parameters of a write", doc: "Their values; `(none)` where leaving one out is what sets it." },
  "aws.ses.setting.pair": { type: "keyword", short: "setting", many: true, from: "names and values of settings", doc: "`name=value`, for aggregations.", label: "Setting" },
  "aws.ses.effect": { type: "keyword", short: "effect", from: "the event", doc: "What the call did or tried, in plain words.", label: "Effect" },
  "aws.ses.signals": { type: "keyword", short: "signal", many: true, from: "the event", doc: "Security signals of this one record.", label: "Signal" },
  "aws.ses.severity": { type: "keyword", short: "severity", from: "the highest severity of the signals", doc: "The same as `event.severity` as a word: info, low, medium, high.", label: "Severity" },
  "aws.ses.access_key.kind": { type: "keyword", from: "userIdentity.accessKeyId", doc: "long-lived (`AKIA…`) or temporary (`ASIA…`).", label: "Kind of key" },
  "aws.ses.refusal": { type: "keyword", from: "errorMessage, errorCode", doc: "Why access was refused, where AWS says it: key_quarantined, missing_permission, identity_policy, resource_policy, service_control_policy, resource_control_policy, vpc_endpoint_policy, permissions_boundary, session_policy or not_opted_in.", label: "Refused by" },
  "aws.ses.data_event": { type: "boolean", from: "eventCategory, the action table", doc: "The record is an opt-in data event, as sends are." },
  "aws.ses.known_action": { type: "boolean", from: "the action table", doc: "The action is in the table." },
  "aws.ses.redacted": { type: "keyword", many: true, from: "HIDDEN_DUE_TO_SECURITY_REASONS", doc: "Paths that AWS hid." },
  "aws.ses.omitted": { type: "keyword", many: true, from: "CloudTrail's omission marker; flattened copies left out", doc: "Paths that were cut." },
  "aws.ses.record_id": { type: "keyword", from: "eventID, eventName, eventTime, recipientAccountId, awsRegion, requestID", doc: "The id that survives re-delivery." },

  "data_stream.type": { type: "constant_keyword", shape: "ecs", by: "shape", from: "constant `logs`", doc: "Type of the data stream." },
  "data_stream.dataset": { type: "constant_keyword", by: "shape", resource: true, from: "`--dataset`", doc: "Dataset of the data stream." },
  "data_stream.namespace": { type: "constant_keyword", by: "shape", resource: true, from: "`--namespace`", doc: "Namespace of the data stream." },

  "rpc.system.name": { type: "keyword", shape: "otel", by: "shape", from: "constant `aws-api`", doc: "OTel: RPC system." },
  "rpc.service": { type: "keyword", shape: "otel", by: "shape", sameAs: "event.provider", from: "eventSource", doc: "OTel: service." },
  "rpc.method": { type: "keyword", shape: "otel", by: "shape", sameAs: "event.action", from: "eventName", doc: "OTel: method." },
  "client.address": { type: "keyword", shape: "otel", by: "shape", sameAs: "source.address", from: "sourceIPAddress", doc: "OTel: client." },
  "server.address": { type: "keyword", shape: "otel", by: "shape", sameAs: "tls.client.server_name", from: "tlsDetails.clientProvidedHostHeader", doc: "OTel: server." },
  "error.type": { type: "keyword", shape: "otel", by: "shape", sameAs: "error.code", from: "errorCode", doc: "OTel: kind of error." },
  "aws.request_id": { type: "keyword", shape: "otel", by: "shape", sameAs: "aws.cloudtrail.request_id", from: "requestID", doc: "OTel: request id." },
  "log.record.uid": { type: "keyword", shape: "otel", by: "shape", sameAs: "aws.ses.record_id", from: "record_id", doc: "OTel: the record's id." },
  "log.record.original": { type: "keyword", shape: "otel", by: "shape", sameAs: "event.original", from: "the raw record", doc: "OTel: the record as it was read, with `--keep-original`." },
  "service.name": { type: "keyword", shape: "otel", by: "shape", resource: true, from: "`amazon-ses`, else the service's first label", doc: "OTel: service of the resource." },
} as const satisfies Readonly<Record<string, FieldRow>>;

/** Name of a field. */
export type FieldName = keyof typeof FIELDS;

/** Names in table order. */
export const FIELD_NAMES: readonly FieldName[] = Object.keys(FIELDS) as FieldName[];

/** One row, with the members that it may have. */
export function fieldRow(name: FieldName): FieldRow {
  return FIELDS[name];
}
