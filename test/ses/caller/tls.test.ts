import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/records/element.ts";
import { eventOf } from "../../support/made-records.ts";

const WHOLE = {
  tlsVersion: "TLSv1.3",
  cipherSuite: "TLS_AES_128_GCM_SHA256",
  clientProvidedHostHeader: "email.eu-west-1.amazonaws.com",
} as const;

/** The fields of TLS, in the order of the members. */
const FIELDS = {
  tlsVersion: "tls.version",
  cipherSuite: "tls.cipher",
  clientProvidedHostHeader: "tls.client.server_name",
} as const;

const MEMBERS = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
const PLACEHOLDERS = ["-", " - ", "None", "none", "null", "N/A", "undefined", "", null];

describe("placeholders in tlsDetails", () => {
  const cases = MEMBERS.flatMap((member) =>
    [...PLACEHOLDERS, member].map((value) => [member, value] as const),
  );

  it.each(cases)("%s: %j is left out, alone", (member, value) => {
    const tlsDetails: JsonObject = { ...WHOLE, [member]: value };
    const { fields } = eventOf({ tlsDetails });
    for (const each of MEMBERS)
      expect(fields[FIELDS[each]] === undefined, each).toBe(each === member);
    expect(fields["related.hosts"] ?? []).toEqual(
      member === "clientProvidedHostHeader" ? [] : [WHOLE.clientProvidedHostHeader],
    );
    if (member === "tlsVersion") expect(fields["tls.version_protocol"]).toBeUndefined();
  });

  it("are kept with what has no field, so that nothing is lost", () => {
    const { fields } = eventOf({ tlsDetails: { ...WHOLE, cipherSuite: "-" } });
    expect(fields["aws.cloudtrail.additional_fields"]).toBe('{"tlsDetails":{"cipherSuite":"-"}}');
    expect(
      eventOf({ tlsDetails: WHOLE }).fields["aws.cloudtrail.additional_fields"],
    ).toBeUndefined();
  });

  it("are not everything odd: a version or a host spelled otherwise stands as it is (control)", () => {
    const { fields } = eventOf({
      tlsDetails: {
        tlsVersion: "TLS 1.4 draft",
        cipherSuite: "NONE-SHA",
        clientProvidedHostHeader: "vpce-1-2.email",
      },
    });
    expect(fields["tls.version"]).toBe("TLS 1.4 draft");
    expect(fields["tls.cipher"]).toBe("NONE-SHA");
    expect(fields["related.hosts"]).toEqual(["vpce-1-2.email"]);
  });
});
