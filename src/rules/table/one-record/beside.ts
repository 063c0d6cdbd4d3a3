/** Rules on one record of another service that tells of mail. They need `--related`. */
import { signal } from "../../queries.ts";
import { RAPID7, WIZ } from "../../references.ts";
import type { Rule } from "../../rule.ts";

/** In the order of their file. */
export const BESIDE: readonly Rule[] = [
  {
    key: "smtp-user-made",
    name: "SES SMTP user made",
    severity: "medium",
    description:
      "An IAM user, or an access key of a user, was made whose name is that of the SES console's SMTP users. Mail by SMTP is in no trail: this record is all that is seen of it.",
    look: "Which server or device sends with it, and who has the password?",
    falsePositives: ["Printers, appliances and programs that are set up to send by SMTP."],
    references: ["https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html"],
    techniques: ["T1136.003", "T1098.001"],
    needs: "related",
    detection: { type: "query", query: signal("smtp_user_made") },
  },
  {
    key: "ses-rights-given",
    name: "Rights on SES given in IAM",
    severity: "low",
    description:
      "A policy of SES was attached to a user, group or role, or a policy was written that names `ses:`. Policies that allow everything (`*`) name nothing and are not seen here.",
    look: "Who has them now, and does that user, group or role send mail?",
    falsePositives: ["New programs that send mail.", "Infrastructure code."],
    references: [
      "https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html",
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html",
    ],
    techniques: ["T1098.003"],
    needs: "related",
    detection: { type: "query", query: signal("ses_rights_given") },
  },
  {
    key: "quota-asked",
    name: "Higher SES sending quota asked for",
    severity: "medium",
    description:
      "A higher quota of SES was asked for, or a support case on SES was opened: somebody means to send more than before.",
    look: "Does the number fit your business? Answer the case if nobody knows of it: AWS reads it.",
    falsePositives: ["Growth, and campaigns that are planned."],
    references: [WIZ, "https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html"],
    techniques: ["T1578.005", "T1496.004"],
    needs: "related",
    detection: { type: "query", query: signal("quota_asked") },
  },
  {
    key: "logging-cut",
    name: "Trail or log delivery cut",
    severity: "medium",
    description:
      "A trail was stopped or deleted, its event selectors were changed, or a log delivery was deleted. What happens from now on may leave no trace, sends (data events) before all else.",
    look: "Do the selectors still hold the data events of SES, in all Regions? Is the delivery Mail Manager's?",
    falsePositives: ["Trails that are replaced by one of the organization."],
    references: [
      "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html",
      "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopLogging.html",
    ],
    techniques: ["T1562.008"],
    needs: "related",
    detection: { type: "query", query: signal("logging_cut") },
  },
  {
    key: "mail-service-made",
    name: "WorkMail organization made",
    severity: "medium",
    description:
      "An organization of Amazon WorkMail was made. Mail can be sent from its mailboxes past the limits and the sandbox of SES, and leaves no record of SES.",
    look: "Which domains and users were added to it? If nobody knows of it, delete the organization.",
    falsePositives: ["A company that begins to use WorkMail."],
    references: [
      RAPID7,
      "https://docs.aws.amazon.com/workmail/latest/APIReference/API_CreateOrganization.html",
    ],
    techniques: ["T1583.006", "T1496.004"],
    needs: "related",
    detection: { type: "query", query: signal("mail_service_made") },
  },
];
