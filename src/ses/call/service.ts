/** Which eventSources are Amazon SES, and a service's short name. */

/** Mail Manager's source is in no public record: it signs as `ses`, and its endpoint is `mail-manager`. */
const SES_SOURCE = /^(?:[a-z0-9-]+\.)*(?:ses|sesv2|mail-manager)\.amazonaws\.com(?:\.cn)?$/;

/** True for `ses.amazonaws.com`, which v1 and v2 both write, and its kin. */
export function isSesSource(eventSource: string): boolean {
  return eventSource === "ses.amazonaws.com" || SES_SOURCE.test(eventSource);
}

/** First label of an eventSource: `ses` of `ses.amazonaws.com`. */
export function serviceName(eventSource: string): string | undefined {
  const dot = eventSource.indexOf(".");
  const label = dot < 0 ? eventSource : eventSource.slice(0, dot);
  return label === "" ? undefined : label;
}
