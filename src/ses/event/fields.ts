/** The fields of an event, each from its place in the record: the field table, written down as code. */
import type { JsonObject, JsonValue, RecordElement } from "../../records/element.ts";
import { accessKeyKind } from "../caller/access-key.ts";
import { readCaller } from "../caller/caller.ts";
import { categoriesOf, typesOf } from "./classify.ts";
import { readClient } from "../caller/client.ts";
import { readMessage } from "../call/email.ts";
import type { EventFields, NormaliseContext } from "../event.ts";
import { isDenied } from "../call/failure.ts";
import { isIp } from "../values/ip.ts";
import { objectOf, textOf } from "../values/json.ts";
import { once } from "../values/parameters.ts";
import { listPaths, type MarkedPaths } from "../values/marked-paths.ts";
import { type Meaning, readMeaning } from "../meaning/meaning.ts";
import { readParts } from "./parts.ts";
import { recordId } from "./record-id.ts";
import { readResources } from "../call/resources.ts";
import { messageOf } from "./message.ts";
import { serviceName } from "../call/service.ts";
import type { Setting } from "../settings/settings.ts";
import { readRelated } from "../related/related.ts";
import { isoTime } from "../values/time.ts";
import { readTls } from "../caller/tls.ts";
import { SEVERITIES } from "../../tables/signals.ts";

/** What is certain of a record that can be shaped. */
export interface Certain {
  /** The record in AWS's types. */
  readonly value: JsonObject;
  readonly source: string;
  readonly action: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly time: string;
  readonly ses: boolean;
  readonly paths: MarkedPaths;
}

/** Reads every field of a record. One object literal for all events, so that they share a hidden class. */
export function readFields(
  { position, raw }: RecordElement,
  context: NormaliseContext,
  { value, source, action, time, ses, paths }: Certain,
): EventFields {
  const identity = objectOf(value["userIdentity"]);
  const session = objectOf(identity["sessionContext"]);
  const attributes = objectOf(session["attributes"]);
  const issuer = objectOf(session["sessionIssuer"]);
  const federation = objectOf(session["webIdFederationData"]);
  const behalf = objectOf(identity["onBehalfOf"]);
  const scope = objectOf(identity["inScopeOf"]);
  const delegate = objectOf(identity["invokedByDelegate"]);
  const addendum = objectOf(value["addendum"]);
  const tls = readTls(objectOf(value["tlsDetails"]));
  const resources = readResources(value["resources"]);

  const caller = readCaller(identity);
  const recipient = textOf(value["recipientAccountId"]);
  const account = recipient ?? caller.account;
  const address = textOf(value["sourceIPAddress"]);
  const ip = address !== undefined && isIp(address) ? address : undefined;
  const fromConsole = textOf(value["sessionCredentialFromConsole"]);
  const userAgent = textOf(value["userAgent"]);
  const client =
    userAgent === undefined ? undefined : readClient(userAgent, fromConsole === "true");
  const errorCode = textOf(value["errorCode"]);
  const errorMessage = textOf(value["errorMessage"]);
  const failed = errorCode !== undefined || errorMessage !== undefined;
  const readOnly = flagOf(value["readOnly"]);

  const meaning = ses
    ? readMeaning(value, {
        action,
        userAgent,
        callerKind: caller.kind,
        callerAccount: caller.account,
        account,
        errorCode,
        errorMessage,
      })
    : undefined;
  const related = ses ? undefined : readRelated(value);
  const denied = meaning?.denied ?? isDenied(errorCode);
  const kind = {
    verb: meaning?.verb ?? related?.verb ?? (readOnly === true ? "read" : "unknown"),
    targetKind: meaning?.target.kind ?? related?.target,
    denied,
  } as const;
  const message =
    meaning?.verb === "send" ? readMessage(objectOf(value["requestParameters"])) : undefined;
  const service = serviceName(source);
  const invokedBy = textOf(identity["invokedBy"]);
  const creation = textOf(attributes["creationDate"]);
  const sourceIdentity = textOf(session["sourceIdentity"]);
  const parts = readParts(value, caller);
  const severity = meaning?.severity ?? related?.severity;
  const domains = meaning?.identities.map((one) => one.domain) ?? [];

  return {
    "@timestamp": time,
    message: messageOf({
      callerName: caller.name,
      callerKind: caller.kind,
      effect:
        meaning?.effect ??
        related?.effect ??
        plainEffect(action, service ?? source, errorCode, failed),
      from: address,
      client: client?.name,
    }),

    "event.kind": "event",
    "event.category": categoriesOf(kind),
    "event.type": typesOf(kind),
    "event.action": action,
    "event.outcome": failed ? "failure" : "success",
    "event.provider": source,
    "event.id": textOf(value["eventID"]),
    "event.module": "aws",
    "event.created": context.readAt,
    "event.severity": severity === undefined ? undefined : SEVERITIES[severity],
    "event.sequence": position.index,
    "event.original": context.keepOriginal ? raw.text.toWellFormed() : undefined,

    "error.code": errorCode,
    "error.message": errorMessage,

    "cloud.provider": "aws",
    "cloud.account.id": account,
    "cloud.region": textOf(value["awsRegion"]),
    "cloud.service.name": service,

    "user.id": caller.userId,
    "user.name": caller.userName,
    "user.email": caller.userEmail,
    "user.roles": caller.role === undefined ? undefined : [caller.role],
    "aws.ses.caller.kind": caller.kind,
    "aws.ses.caller.name": caller.name,
    "aws.ses.caller.session": caller.session,
    "aws.ses.caller.account": caller.account,

    "source.address": address,
    "source.ip": ip,
    "user_agent.original": userAgent,
    "user_agent.name": client?.name,
    "user_agent.version": client?.version,
    "tls.version": tls.version,
    "tls.version_protocol": tls.protocol,
    "tls.cipher": tls.cipher,
    "tls.client.server_name": tls.serverName,

    "email.from.address": many(message?.from),
    "email.to.address": many(message?.to),
    "email.cc.address": many(message?.cc),
    "email.bcc.address": many(message?.bcc),
    "email.reply_to.address": many(message?.replyTo),
    "email.subject": message?.subject,
    "email.message_id": message === undefined ? undefined : meaning?.parts.message_id?.[0],

    "related.user": many([
      caller.userId,
      caller.userName,
      caller.userEmail,
      caller.kind === "service" || caller.kind === "account" ? undefined : caller.name,
      caller.session,
      sourceIdentity,
    ]),
    "related.ip": ip === undefined ? undefined : [ip],
    "related.hosts": many([
      hostOf(address),
      hostOf(invokedBy),
      tls.serverName,
      ...domains,
      ...(meaning?.parts.mail_from_domain ?? []),
    ]),
    "log.file.path": position.file === "" ? undefined : position.file,

    "aws.cloudtrail.event_version": textOf(value["eventVersion"]),
    "aws.cloudtrail.event_category": textOf(value["eventCategory"]),
    "aws.cloudtrail.event_type": textOf(value["eventType"]),
    "aws.cloudtrail.api_version": textOf(value["apiVersion"]),
    "aws.cloudtrail.request_id": textOf(value["requestID"]),
    "aws.cloudtrail.shared_event_id":
      textOf(value["sharedEventID"]) ?? textOf(value["sharedEventId"]),
    "aws.cloudtrail.recipient_account_id": recipient,
    "aws.cloudtrail.management_event": textOf(value["managementEvent"]),
    "aws.cloudtrail.read_only": readOnly,
    "aws.cloudtrail.error_code": errorCode,
    "aws.cloudtrail.error_message": errorMessage,
    "aws.cloudtrail.session_credential_from_console": fromConsole,
    "aws.cloudtrail.vpc_endpoint_id": textOf(value["vpcEndpointId"]),
    "aws.cloudtrail.vpc_endpoint_account_id": textOf(value["vpcEndpointAccountId"]),
    "aws.cloudtrail.resources": resources,
    "aws.cloudtrail.addendum.reason": textOf(addendum["reason"]),
    "aws.cloudtrail.addendum.updated_fields": textOf(addendum["updatedFields"]),
    "aws.cloudtrail.addendum.original_request_id": textOf(addendum["originalRequestID"]),
    "aws.cloudtrail.addendum.original_event_id": textOf(addendum["originalEventID"]),

    "aws.cloudtrail.user_identity.type": textOf(identity["type"]),
    "aws.cloudtrail.user_identity.arn": textOf(identity["arn"]),
    "aws.cloudtrail.user_identity.access_key_id": textOf(identity["accessKeyId"]),
    "aws.cloudtrail.user_identity.invoked_by": invokedBy,
    "aws.cloudtrail.user_identity.invoked_by_delegate.account_id": textOf(delegate["accountId"]),
    "aws.cloudtrail.user_identity.identity_provider": textOf(identity["identityProvider"]),
    "aws.cloudtrail.user_identity.credential_id": textOf(identity["credentialId"]),
    "aws.cloudtrail.user_identity.on_behalf_of.user_id": textOf(behalf["userId"]),
    "aws.cloudtrail.user_identity.on_behalf_of.identity_store_arn": textOf(
      behalf["identityStoreArn"],
    ),
    "aws.cloudtrail.user_identity.in_scope_of.source_arn": textOf(scope["sourceArn"]),
    "aws.cloudtrail.user_identity.in_scope_of.source_account": textOf(scope["sourceAccount"]),
    "aws.cloudtrail.user_identity.in_scope_of.issuer_type": textOf(scope["issuerType"]),
    "aws.cloudtrail.user_identity.in_scope_of.credentials_issued_to": textOf(
      scope["credentialsIssuedTo"],
    ),
    "aws.cloudtrail.user_identity.session_context.mfa_authenticated": textOf(
      attributes["mfaAuthenticated"],
    ),
    "aws.cloudtrail.user_identity.session_context.creation_date":
      creation === undefined ? undefined : isoTime(creation),
    "aws.cloudtrail.user_identity.session_context.source_identity": sourceIdentity,
    "aws.cloudtrail.user_identity.session_context.ec2_role_delivery": textOf(
      session["ec2RoleDelivery"],
    ),
    "aws.cloudtrail.user_identity.session_context.assumed_root": textOf(session["assumedRoot"]),
    "aws.cloudtrail.user_identity.session_context.session_issuer.type": textOf(issuer["type"]),
    "aws.cloudtrail.user_identity.session_context.session_issuer.principal_id": textOf(
      issuer["principalId"],
    ),
    "aws.cloudtrail.user_identity.session_context.session_issuer.arn": textOf(issuer["arn"]),
    "aws.cloudtrail.user_identity.session_context.session_issuer.account_id": textOf(
      issuer["accountId"],
    ),
    "aws.cloudtrail.user_identity.session_context.session_issuer.user_name": textOf(
      issuer["userName"],
    ),
    "aws.cloudtrail.user_identity.session_context.web_id_federation_data.federated_provider":
      textOf(federation["federatedProvider"]),

    "aws.cloudtrail.request_parameters": parts.requestParameters,
    "aws.cloudtrail.response_elements": parts.responseElements,
    "aws.cloudtrail.additional_eventdata": parts.additionalEventData,
    "aws.cloudtrail.service_event_details": parts.serviceEventDetails,
    "aws.cloudtrail.flattened.request_parameters": parts.copies.request_parameters,
    "aws.cloudtrail.flattened.response_elements": parts.copies.response_elements,
    "aws.cloudtrail.flattened.additional_eventdata": parts.copies.additional_eventdata,
    "aws.cloudtrail.flattened.service_event_details": parts.copies.service_event_details,
    "aws.cloudtrail.flattened.event_context": parts.copies.event_context,
    "aws.cloudtrail.flattened.edge_device_details": parts.copies.edge_device_details,
    "aws.cloudtrail.flattened.insight_details": parts.copies.insight_details,
    "aws.cloudtrail.flattened.web_id_federation_attributes":
      parts.copies.web_id_federation_attributes,
    "aws.cloudtrail.flattened.additional_fields": parts.copies.additional_fields,
    "aws.cloudtrail.additional_fields": parts.additionalFields,

    "aws.ses.api": meaning?.api ?? related?.api,
    "aws.ses.verb": meaning?.verb ?? related?.verb,
    "aws.ses.target.kind": meaning?.target.kind ?? related?.target,
    "aws.ses.target.name": many(meaning?.target.names ?? [related?.name]),
    "aws.ses.target.arn": many(meaning?.target.arns ?? [related?.arn]),
    "aws.ses.identity.name": many(meaning?.identities.map((one) => one.name) ?? []),
    "aws.ses.identity.kind": many(meaning?.identities.map((one) => one.kind) ?? []),
    "aws.ses.identity.domain": many(domains),
    "aws.ses.configuration_set": many(meaning?.parts.configuration_set),
    "aws.ses.template": many(meaning?.parts.template),
    "aws.ses.receipt_rule_set": many(meaning?.parts.receipt_rule_set),
    "aws.ses.receipt_rule": many(meaning?.parts.receipt_rule),
    "aws.ses.receipt_filter": many(meaning?.parts.receipt_filter),
    "aws.ses.event_destination": many(meaning?.parts.event_destination),
    "aws.ses.contact_list": many(meaning?.parts.contact_list),
    "aws.ses.dedicated_ip_pool": many(meaning?.parts.dedicated_ip_pool),
    "aws.ses.tenant": many(meaning?.parts.tenant),
    "aws.ses.policy.name": many(meaning?.parts["policy.name"]),
    "aws.ses.topic_arn": many(meaning?.parts.topic_arn),
    "aws.ses.mail_from_domain": many(meaning?.parts.mail_from_domain),
    "aws.ses.message_id": many(meaning?.parts.message_id),
    "aws.ses.setting.name": inStep(meaning, (setting) => setting.name),
    "aws.ses.setting.value": inStep(meaning, (setting) => setting.value || EMPTY_SETTING),
    "aws.ses.setting.pair": inStep(meaning, (setting) => `${setting.name}=${setting.value}`),
    "aws.ses.effect": meaning?.effect ?? related?.effect,
    "aws.ses.signals": many(meaning?.signals ?? related?.signals),
    "aws.ses.severity": severity,
    "aws.ses.access_key.kind": accessKeyKind(textOf(identity["accessKeyId"])),
    "aws.ses.refusal": meaning?.refusal ?? related?.refusal,
    "aws.ses.data_event": meaning?.dataEvent,
    "aws.ses.known_action": meaning?.knownAction ?? (related && true),
    "aws.ses.redacted": listPaths(paths.hidden),
    "aws.ses.omitted": listPaths(paths.omitted, parts.leftOut),
    "aws.ses.record_id": recordId(value),
  };
}

/** What a call of another service did or tried: no more is known than its name. */
function plainEffect(
  action: string,
  service: string,
  errorCode: string | undefined,
  failed: boolean,
): string {
  if (!failed) return `${service} ${action} called`;
  return `tried to call ${service} ${action}: ${errorCode ?? "it failed"}`;
}

/** Stands for a setting that was written as nothing: lists hold no empty strings, and stay in step. */
const EMPTY_SETTING = "(empty)";

function flagOf(value: JsonValue | undefined): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

/** What is there, each once; `undefined` when nothing is. */
function many(values: readonly (string | undefined)[] | undefined): readonly string[] | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const kept: string[] = [];
  for (const value of values) if (value !== undefined && value !== "") kept.push(value);
  return kept.length === 0 ? undefined : once(kept);
}

/** Names and values of settings: one entry a setting, never thinned out. */
function inStep(
  meaning: Meaning | undefined,
  read: (setting: Setting) => string,
): readonly string[] | undefined {
  return meaning === undefined || meaning.settings.length === 0
    ? undefined
    : meaning.settings.map(read);
}

/** The text if it is the name of a host: service principals are, `AWS Internal` is not. */
function hostOf(text: string | undefined): string | undefined {
  return text !== undefined && /^(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]*$/i.test(text)
    ? text
    : undefined;
}
