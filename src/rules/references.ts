/** Where rules send their reader: the pages that several of them name. */

/** Stolen keys and SES, seen by Wiz. */
export const WIZ = "https://www.wiz.io/blog/wiz-discovers-cloud-email-abuse-campaign";

/** The first steps of those who abuse SES, seen by Permiso. */
export const PERMISO = "https://permiso.io/blog/s/aws-ses-pionage-detecting-ses-abuse/";

/** AWS's page of an action of the first API. */
export function v1(action: string): string {
  return `https://docs.aws.amazon.com/ses/latest/APIReference/API_${action}.html`;
}

/** AWS's page of an action of the second API. */
export function v2(action: string): string {
  return `https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_${action}.html`;
}
