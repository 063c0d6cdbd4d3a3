/** Rules on one record: as whom mail is sent, and who may do so. */
import { SUCCEEDED, signal } from "../../queries.ts";
import { PERMISO, WIZ, v1, v2 } from "../../references.ts";
import type { Rule } from "../../rule.ts";

/** In the order of their file. */
export const SENDERS: readonly Rule[] = [
  {
    key: "identity-added",
    name: "SES sender identity added",
    severity: "low",
    description:
      "An address or domain was added from which the account may send once it is verified.",
    look: "Is the domain yours, and spelled the way you spell it?",
    falsePositives: ["New products, brands and test addresses."],
    references: [v2("CreateEmailIdentity"), v1("VerifyEmailIdentity"), PERMISO],
    techniques: ["T1496.004"],
    detection: { type: "query", query: signal("identity_added") },
  },
  {
    key: "identity-free-mail",
    name: "SES sender identity at a free-mail provider",
    severity: "medium",
    description:
      "A sender identity was added at a public mail provider. Anyone can have such an address, so it is verified without any hold over your domains.",
    look: "Whose mailbox is it? Attackers verify their own.",
    falsePositives: ["Developers who try SES with a private address."],
    references: [v2("CreateEmailIdentity"), WIZ],
    techniques: ["T1585.002", "T1496.004"],
    detection: { type: "query", query: signal("identity_free_mail") },
  },
  {
    key: "identity-own-key",
    name: "SES sender identity added with a DKIM key of its own",
    severity: "medium",
    description:
      "A sender identity was added with DKIM keys that are not SES's own of this Region, or with short ones. With keys of one's own a domain counts as verified as soon as they stand in its DNS: thieves bring the keys of domains that they hold already.",
    look: "Who holds the domain, and the private key behind the selector?",
    falsePositives: ["Domains that are moved to SES with the keys they have (BYODKIM)."],
    references: [
      v2("CreateEmailIdentity"),
      "https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-bring-your-own.html",
    ],
    techniques: ["T1583.006", "T1496.004"],
    detection: {
      type: "query",
      query: `${signal("identity_added")} and ${signal("dkim_weakened")}`,
    },
  },
  {
    key: "identity-deleted",
    name: "SES sender identity deleted",
    severity: "medium",
    description:
      "A sender identity was deleted: mail from it is refused, or tracks are being removed.",
    look: "When was it added, by whom, and was mail sent from it?",
    falsePositives: [
      "Clean-up of identities that are no longer used.",
      "Infrastructure code that is torn down.",
    ],
    references: [v2("DeleteEmailIdentity"), v1("DeleteIdentity")],
    techniques: ["T1070"],
    detection: { type: "query", query: signal("identity_deleted") },
  },
  {
    key: "policy-granted",
    name: "SES sending rights granted by an identity policy",
    severity: "medium",
    description:
      "An identity policy was written. It lets others send from one of your identities; grants to everyone or to another account have a rule of their own.",
    look: "Read the policy in `aws.cloudtrail.request_parameters`: who may do what?",
    falsePositives: ["Policies that infrastructure code writes on every run."],
    references: [v1("PutIdentityPolicy"), v2("CreateEmailIdentityPolicy")],
    techniques: ["T1098"],
    detection: {
      type: "query",
      query: `${signal("policy_granted")} and not ${signal("policy_public", "policy_foreign_account")}`,
    },
  },
  {
    key: "policy-open",
    name: "SES sending rights granted to everyone or to another account",
    severity: "high",
    description:
      "An identity policy lets any AWS principal, or one of a foreign account, send as one of your identities. It outlives the credentials that made it. Attempts that failed do not count, nor does everyone within an organization.",
    look: "Does the account belong to you or to a provider that sends for you? If not, delete the policy at once.",
    falsePositives: ["Delegate senders: mail providers, or accounts of your own organisation."],
    references: [
      v1("PutIdentityPolicy"),
      "https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html",
    ],
    techniques: ["T1098"],
    detection: {
      type: "query",
      query: `${signal("policy_public", "policy_foreign_account")} and ${SUCCEEDED}`,
    },
  },
  {
    key: "policy-deleted",
    name: "SES identity policy deleted",
    severity: "low",
    description:
      "A policy that let others send from one of your identities was deleted: their mail is refused from now on, or the tracks of a grant are removed.",
    look: "What did the policy say (`policy-granted` and `policy-open` tell of its making), and who sends by it?",
    falsePositives: ["Partners that leave.", "Infrastructure code that is torn down."],
    references: [v1("DeleteIdentityPolicy"), v2("DeleteEmailIdentityPolicy")],
    techniques: ["T1070"],
    detection: {
      type: "query",
      query: `event.action: (DeleteIdentityPolicy or DeleteEmailIdentityPolicy) and ${SUCCEEDED}`,
    },
  },
  {
    key: "dkim-weakened",
    name: "SES DKIM signing weakened",
    severity: "medium",
    description:
      "DKIM signing of an identity was switched off, or the origin of its keys changed: its mail can no longer be told from forged mail, or is signed with keys of someone else. New identities have a rule of their own.",
    look: "Is the identity still verified and signing, and who holds the key?",
    falsePositives: ["Rotation to keys of one's own (BYODKIM)."],
    references: [v1("SetIdentityDkimEnabled"), v2("PutEmailIdentityDkimSigningAttributes")],
    techniques: ["T1562"],
    detection: {
      type: "query",
      query: `${signal("dkim_weakened")} and not ${signal("identity_added")}`,
    },
  },
  {
    key: "mail-from-changed",
    name: "SES MAIL FROM domain changed",
    severity: "low",
    description:
      "The domain to which bounces go was changed for an identity; SPF of its mail hangs on it.",
    look: "Is the new domain yours, with its MX and SPF records in place?",
    falsePositives: ["Setting up a MAIL FROM domain for a new identity."],
    references: [v1("SetIdentityMailFromDomain"), v2("PutEmailIdentityMailFromAttributes")],
    techniques: [],
    detection: { type: "query", query: signal("mail_from_changed") },
  },
  {
    key: "verification-redirect",
    name: "SES verification mail with a redirect",
    severity: "low",
    description:
      "A custom verification template sends those who confirm to an address of its author's choice. The mail comes from AWS and looks trustworthy.",
    look: "Where do the success and failure addresses lead?",
    falsePositives: ["Products that let customers verify senders of their own."],
    references: [v2("CreateCustomVerificationEmailTemplate")],
    techniques: ["T1566"],
    detection: { type: "query", query: signal("verification_redirect") },
  },
];
