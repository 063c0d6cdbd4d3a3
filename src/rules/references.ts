/** Where rules send their reader: the pages that several of them name. */

/** Stolen keys and SES, seen by Wiz. */
export const WIZ = "https://www.wiz.io/blog/wiz-discovers-cloud-email-abuse-campaign";

/** The first steps of those who abuse SES, seen by Permiso. */
export const PERMISO = "https://permiso.io/blog/s/aws-ses-pionage-detecting-ses-abuse/";

/** WorkMail used to get past the limits of SES, seen by Rapid7. */
export const RAPID7 =
  "https://www.rapid7.com/blog/post/dr-threat-actors-aws-workmail-phishing-campaigns/";

/** AWS's page of an action of the first API. */
export function v1(action: string): string {
  return `https://docs.aws.amazon.com/ses/latest/APIReference/API_${action}.html`;
}

/** AWS's page of an action of the second API. */
export function v2(action: string): string {
  return `https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_${action}.html`;
}

/** AWS's page of an action of Mail Manager. */
export function mailManager(action: string): string {
  return `https://docs.aws.amazon.com/sesmailmanager/latest/APIReference/API_${action}.html`;
}
