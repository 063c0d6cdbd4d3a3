/** Targets, identities and parts: names from parameters, ARNs, resources and refusals. */
import { describe, expect, test } from "vitest";
import { arnInMessage } from "../../../src/ses/call/target.ts";
import { ACTIONS } from "../../../src/tables/actions.ts";
import { AGENT, call, meaningOf, refused } from "../cases/case.ts";
import { sampleRecord } from "../sample.ts";

const arn = (resource: string, partition = "aws"): string =>
  `arn:${partition}:ses:eu-west-1:111122223333:${resource}`;
const refusal = (resource: string): string =>
  `User: arn:aws:iam::111122223333:user/ci is not authorized to perform: ses:Something on resource: ${resource} because no identity-based policy allows the ses:Something action`;

describe("names", () => {
  test("an ARN is brought to the name, in any partition, and kept as the ARN", () => {
    for (const partition of ["aws", "aws-us-gov", "aws-cn"]) {
      const identity = arn("identity/Shop.Example", partition);
      const { target, identities } = meaningOf({
        record: call("GetEmailIdentity", { emailIdentity: identity }),
      });
      expect(target).toEqual({ kind: "identity", names: ["shop.example"], arns: [identity] });
      expect(identities).toEqual([
        { name: "shop.example", kind: "domain", domain: "shop.example" },
      ]);
    }
  });

  test("a display name is left away, in every way of writing it", () => {
    for (const source of [
      "Shop <news@Shop.Example>",
      '"Doe, <J>" <news@Shop.Example>',
      "=?UTF-8?B?U2hvcA==?= <news@Shop.Example>",
      " <news@Shop.Example> ",
      "news@Shop.Example",
    ]) {
      const { target, identities } = meaningOf({ record: call("SendEmail", { source }) });
      expect(target.names).toEqual(["news@shop.example"]);
      expect(identities).toEqual([
        { name: "news@shop.example", kind: "address", domain: "shop.example" },
      ]);
    }
  });

  test.each([
    ['"x<a>"@Gmail.com', '"x<a>"@gmail.com', "gmail.com"],
    ['"a@gmail.com"@shop.example', '"a@gmail.com"@shop.example', "shop.example"],
    ['"a@gmail.com" <b@Shop.Example.>', "b@shop.example", "shop.example"],
    ["bo@shop.example (a@gmail.com", "bo@shop.example (a@gmail.com", "gmail.com"],
  ])("the address %s is not hidden by how it is written", (emailAddress, name, domain) => {
    const { target, identities } = meaningOf({
      record: call("VerifyEmailIdentity", { emailAddress }),
    });
    expect(target.names).toEqual([name]);
    expect(identities).toEqual([{ name, kind: "address", domain }]);
  });

  test("the dot of the root is left away", () => {
    const { target, identities } = meaningOf({
      record: call("VerifyDomainIdentity", { domain: "Shop.Example." }),
    });
    expect(target.names).toEqual(["shop.example"]);
    expect(identities).toEqual([{ name: "shop.example", kind: "domain", domain: "shop.example" }]);
  });

  test("the local part keeps its case, other names keep all of theirs", () => {
    expect(
      meaningOf({ record: call("DeleteIdentity", { identity: "Ann@Shop.Example" }) }).target.names,
    ).toEqual(["Ann@shop.example"]);
    expect(
      meaningOf({ record: call("DeleteTemplate", { templateName: "WelcomeMail" }) }).target.names,
    ).toEqual(["WelcomeMail"]);
    const contact = { contactListName: "Readers", emailAddress: "Bo <Bo@Mail.Example>" };
    expect(meaningOf({ record: call("GetContact", contact) }).target.names).toEqual([
      "Bo@Mail.Example",
    ]);
  });

  test("very many names cost no more than their number", () => {
    const identities = Array.from({ length: 60_000 }, (_, index) => `d${index}.example`);
    const meaning = meaningOf({
      record: call("GetIdentityDkimAttributes", { identities: [...identities, ...identities] }),
    });
    expect(meaning.target.names).toEqual(identities);
    expect(meaning.identities).toHaveLength(60_000);
  });

  test("many stay many, each once", () => {
    const identities = ["a.example", "b.example", "A.example"];
    const meaning = meaningOf({ record: call("GetIdentityDkimAttributes", { identities }) });
    expect(meaning.target.names).toEqual(["a.example", "b.example"]);
    expect(meaning.identities.map((each) => each.name)).toEqual(["a.example", "b.example"]);
  });

  test("the first parameter that is there names the target", () => {
    const both = { archiveId: "a-1", archiveName: "legal" };
    expect(meaningOf({ record: call("UpdateArchive", both) }).target.names).toEqual(["a-1"]);
    expect(
      meaningOf({ record: call("UpdateArchive", { archiveName: "legal" }) }).target.names,
    ).toEqual(["legal"]);
    const sourceArn = arn("identity/shop.example");
    const { target, identities } = meaningOf({
      record: call("SendRawEmail", { source: "a@shop.example", sourceArn }),
    });
    expect(target).toEqual({ kind: "identity", names: ["a@shop.example"], arns: [sourceArn] });
    expect(identities.map((each) => each.name)).toEqual(["a@shop.example"]);
  });

  test("an account has no name", () => {
    expect(meaningOf({ record: call("GetSendQuota", {}) }).target).toEqual({
      kind: "account",
      names: [],
      arns: [],
    });
  });

  test("what AWS hides is no name", () => {
    const params = { addressListId: "al-1", address: "HIDDEN_DUE_TO_SECURITY_REASONS" };
    expect(meaningOf({ record: call("GetMemberOfAddressList", params) }).target.names).toEqual([
      "al-1",
    ]);
    expect(
      meaningOf({
        record: call("VerifyEmailIdentity", { emailAddress: "HIDDEN_DUE_TO_SECURITY_REASONS" }),
      }).target.names,
    ).toEqual([]);
  });

  test("tags name the resource by its ARN", () => {
    const resourceArn = arn("tenant/acme/tn-1");
    const meaning = meaningOf({ record: call("TagResource", { resourceArn, tags: [] }) });
    expect(meaning.target).toEqual({ kind: "resource", names: ["acme"], arns: [resourceArn] });
    expect(meaning.parts).toEqual({ tenant: ["acme"] });
  });
});

describe("resources[]", () => {
  const resources = [
    {
      ARN: arn("identity/shop.example"),
      accountId: "111122223333",
      type: "AWS::SES::EmailIdentity",
    },
    { ARN: arn("configuration-set/news"), type: "AWS::SES::ConfigurationSet" },
    { ARN: arn("template/welcome"), type: "AWS::SES::Template" },
    { type: "AWS::SES::Template" },
    null,
  ];

  test("in data events fill ARNs, identity, configuration set and template", () => {
    const params = { fromEmailAddress: "news@shop.example", content: {} };
    const additionalEventData = { sesMessageId: "m-1" };
    expect(
      meaningOf({ record: call("SendEmail", params, { resources, additionalEventData }) }),
    ).toMatchObject({
      target: {
        names: ["news@shop.example"],
        arns: [
          arn("identity/shop.example"),
          arn("configuration-set/news"),
          arn("template/welcome"),
        ],
      },
      identities: [{ name: "news@shop.example", domain: "shop.example" }],
      parts: { configuration_set: ["news"], template: ["welcome"], message_id: ["m-1"] },
    });
  });

  test("elsewhere fill ARNs only", () => {
    const meaning = meaningOf({
      record: call("GetEmailTemplate", { templateName: "welcome" }, { resources }),
    });
    expect(meaning.target.arns).toHaveLength(3);
    expect(meaning).toMatchObject({ identities: [], parts: { template: ["welcome"] } });
  });
});

describe("a message has one sender", () => {
  const data = ACTIONS.filter(({ dataEvent }) => dataEvent === true);
  const identity = arn("identity/Shop.Example");
  const bounces = "arn:aws:ses:eu-west-1:999988887777:identity/bounces.example";
  const agentOf = (api: "v1" | "v2" | "mailmanager"): { userAgent: string } => ({
    userAgent: AGENT[api],
  });

  test.each(data)("$api $action: in resources alone, it is the target and the sender", (row) => {
    const resources = [arn("configuration-set/alerts"), identity].map((ARN) => ({ ARN }));
    const meaning = meaningOf({ record: call(row.action, {}, { resources, ...agentOf(row.api) }) });
    expect(meaning.target).toMatchObject({ kind: "identity", names: ["shop.example"] });
    expect(meaning.identities.map(({ name }) => name)).toEqual(["shop.example"]);
    expect(meaning.parts.configuration_set).toEqual(["alerts"]);
    expect(meaning.effect).toMatch(/ sent as shop\.example$/);
  });

  test.each(data)("$api $action: the address before the identity that stands for it", (row) => {
    const [from = "", fromArn = ""] = row.identities ?? [];
    const params = { [from]: '"Shop" <News@SHOP.example>', [fromArn]: identity };
    const meaning = meaningOf({
      record: call(row.action, params, { resources: [{ ARN: identity }], ...agentOf(row.api) }),
    });
    expect(meaning.target.names).toEqual(["News@shop.example"]);
    expect(meaning.identities).toEqual([
      { name: "News@shop.example", kind: "address", domain: "shop.example" },
    ]);
  });

  test.each([
    ["SendEmail", "feedbackForwardingEmailAddressIdentityArn", AGENT.v2],
    ["SendBulkEmail", "feedbackForwardingEmailAddressIdentityArn", AGENT.v2],
    ["SendEmail", "returnPathArn", AGENT.v1],
    ["SendRawEmail", "returnPathArn", AGENT.v1],
  ])("%s: the owner of the bounces' address is no sender (%s)", (action, key, userAgent) => {
    for (const ARNs of [[bounces, identity], [identity, bounces], [bounces]]) {
      const resources = ARNs.map((ARN) => ({ ARN }));
      const meaning = meaningOf({
        record: call(action, { [key]: bounces }, { resources, userAgent }),
      });
      expect(meaning.identities.map(({ name }) => name)).toEqual(
        ARNs.includes(identity) ? ["shop.example"] : [],
      );
      expect(meaning.target.arns).toEqual(expect.arrayContaining(ARNs));
    }
  });

  test("a bounce is about a message, and its sender is no target", () => {
    const meaning = meaningOf({ record: call("SendBounce", { bounceSender: "b@shop.example" }) });
    expect(meaning.target).toMatchObject({ kind: "message", names: [] });
    expect(meaning.identities.map(({ name }) => name)).toEqual(["b@shop.example"]);
  });
});

describe("parts", () => {
  test("are told by where they stand", () => {
    const snsTopic = "arn:aws:sns:eu-west-1:111122223333:t";
    const parts = (action: string, params: Parameters<typeof call>[1], more = {}): unknown =>
      meaningOf({ record: call(action, params, more) }).parts;
    expect(parts("DeleteReceiptRule", { ruleSetName: "s", ruleName: "r" })).toEqual({
      receipt_rule_set: ["s"],
      receipt_rule: ["r"],
    });
    expect(parts("CreateRuleSet", { ruleSetName: "s" })).toEqual({});
    expect(parts("DeleteReceiptFilter", { filterName: "f" })).toEqual({ receipt_filter: ["f"] });
    expect(parts("SetIdentityNotificationTopic", { identity: "x.example", snsTopic })).toEqual({
      topic_arn: [snsTopic],
    });
    expect(
      parts("SetIdentityMailFromDomain", { identity: "x.example", mailFromDomain: "b.x.example" }),
    ).toEqual({ mail_from_domain: ["b.x.example"] });
    expect(
      parts("GetIdentityPolicies", { identity: "x.example", policyNames: ["a", "b"] }),
    ).toEqual({ "policy.name": ["a", "b"] });
    expect(parts("PutDedicatedIpInPool", { ip: "198.51.100.7", destinationPoolName: "p" })).toEqual(
      { dedicated_ip_pool: ["p"] },
    );
    expect(parts("ListSuppressedDestinations", { tenantName: "t" })).toEqual({ tenant: ["t"] });
    expect(
      parts("CreateReceiptRule", { rule: { actions: [{ stopAction: { topicArn: snsTopic } }] } }),
    ).toEqual({ topic_arn: [snsTopic] });
    expect(
      parts(
        "SendBulkEmail",
        { listManagementOptions: {} },
        { responseElements: { bulkEmailEntryResults: [{ messageId: "a" }, { messageId: "b" }] } },
      ),
    ).toEqual({ message_id: ["a", "b"] });
  });
});

describe("calls refused in SES's own words", () => {
  const own = (resource: string, open = "`", close = "'"): string =>
    `User ${open}arn:aws:iam::111122223333:user/mailer${close} is not authorized to perform ${open}ses:SendEmail${close} on resource ${open}${resource}${close}`;

  test.each([
    ["`", "'"],
    ["'", "'"],
    ['"', '"'],
    ["`", "`"],
  ])("the identity stands between %s and %s", (open, close) => {
    for (const action of ["SendEmail", "SendRawEmail", "SendBulkEmail"]) {
      const errorMessage = own(arn("identity/Shop.Example"), open, close);
      const meaning = meaningOf({ record: refused(action, { errorMessage }) });
      expect(meaning.target).toMatchObject({ kind: "identity", names: ["shop.example"] });
      expect(meaning.identities.map(({ name }) => name)).toEqual(["shop.example"]);
      expect(meaning.effect).toMatch(/ as shop\.example: access denied$/);
    }
  });

  test("a configuration set is the target, and no sender", () => {
    const errorMessage = own(arn("configuration-set/alerts"));
    const meaning = meaningOf({ record: refused("SendEmail", { errorMessage }) });
    expect(meaning.target).toMatchObject({ kind: "configuration_set", names: ["alerts"] });
    expect(meaning.identities).toEqual([]);
    expect(meaning.effect).toBe("tried to send mail: access denied");
  });

  test.each([
    ["one", "new@Unverified.example", ["new@unverified.example"]],
    ["a domain", "Unverified.example", ["unverified.example"]],
    ["several, each once", "a@x.example, b@y.example, a@X.example", ["a@x.example", "b@y.example"]],
    [
      "with display names",
      '"Doe, \\"J\\"" <a@x.example>, Shop <b@y.example>',
      ["a@x.example", "b@y.example"],
    ],
  ])("identities that are not verified are the target: %s", (_title, list, names) => {
    for (const action of ["SendEmail", "SendRawEmail", "SendTemplatedEmail"]) {
      const errorMessage = `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${list}`;
      const record = refused(action, { errorCode: "MessageRejected", errorMessage });
      const meaning = meaningOf({ record });
      expect(meaning.target).toEqual({ kind: "identity", names, arns: [] });
      // They may be recipients, in the sandbox: nobody was sent as them for certain.
      expect(meaning.identities).toEqual([]);
      expect(meaning.effect).toMatch(/^tried to send [^@]*: message refused$/);
      const known = { ...record, requestParameters: { source: "news@shop.example" } };
      expect(meaningOf({ record: known }).target.names).toEqual(["news@shop.example"]);
    }
  });

  test("a message that names none gives no target (control)", () => {
    for (const errorMessage of [
      "Email address is not verified.",
      "The following identities failed the check in region EU-WEST-1: , ",
      "The following identities failed the check in region: a@x.example",
    ]) {
      const record = refused("SendEmail", { errorCode: "MessageRejected", errorMessage });
      expect(meaningOf({ record }).target.names).toEqual([]);
    }
  });

  test("what stands there without quotes, or is not SES's, is none (control)", () => {
    expect(arnInMessage(`on resource ${arn("identity/shop.example")}`)).toBeUndefined();
    expect(arnInMessage(own("arn:aws:sns:eu-west-1:111122223333:t"))).toBeUndefined();
    expect(arnInMessage(own("*"))).toBeUndefined();
  });
});

describe("refused calls", () => {
  test.each([
    ["DeleteEmailIdentity", arn("identity/Shop.Example"), "identity", ["shop.example"]],
    ["GetEmailTemplate", arn("template/welcome"), "template", ["welcome"]],
    ["DeleteTenant", arn("tenant/acme/*"), "tenant", ["acme"]],
    [
      "CreateConfigurationSetEventDestination",
      arn("configuration-set/news"),
      "configuration_set",
      ["news"],
    ],
    ["ListSuppressedDestinations", arn("suppression-list"), "suppressed_destination", []],
    ["TagResource", arn("identity/Shop.Example"), "resource", ["shop.example"]],
    ["HibernateMailboxFleet", arn("contact-list/readers"), "contact_list", ["readers"]],
  ])("%s on %s is about %s %j", (action, resource, kind, names) => {
    const record = refused(action, { errorMessage: refusal(resource), userAgent: AGENT.v2 });
    const { target, denied } = meaningOf({ record });
    expect(target).toEqual({ kind, names, arns: [resource] });
    expect(denied).toBe(true);
  });

  test("a thing of another kind is not taken for the target in the effect", () => {
    const effect = (action: string, resource: string): string =>
      meaningOf({ record: refused(action, { errorMessage: refusal(arn(resource)) }) }).effect;
    expect(effect("CreateConfigurationSetEventDestination", "configuration-set/news")).toBe(
      "tried to add an event destination to configuration set news: access denied, the right ses:Something is missing",
    );
    expect(effect("SendEmail", "configuration-set/news")).toBe(
      "tried to send mail: access denied, the right ses:Something is missing",
    );
    expect(effect("SendEmail", "identity/shop.example")).toBe(
      "tried to send mail as shop.example: access denied, the right ses:Something is missing",
    );
    expect(effect("TagResource", "identity/shop.example")).toBe(
      "tried to add tags to sender identity shop.example: access denied, the right ses:Something is missing",
    );
    expect(effect("HibernateMailboxFleet", "contact-list/readers")).toBe(
      "tried to call HibernateMailboxFleet: access denied, the right ses:Something is missing",
    );
  });

  test("without a resource nothing is named", () => {
    const record = refused("GetAccount", { errorMessage: refusal("*") });
    expect(meaningOf({ record }).target).toEqual({ kind: "account", names: [], arns: [] });
  });

  test("the refusal of an identity policy names the identity only", () => {
    const record = refused("UpdateEmailIdentityPolicy", {
      errorMessage: refusal(arn("identity/shop.example")),
    });
    expect(meaningOf({ record })).toMatchObject({
      target: { kind: "identity_policy", names: [], arns: [] },
      identities: [{ name: "shop.example", kind: "domain" }],
      effect:
        "tried to change a sending policy of shop.example: access denied, the right ses:Something is missing",
    });
  });

  test("the message of another error names nothing", () => {
    const record = call("DeleteEmailIdentity", null, {
      errorCode: "BadRequestException",
      errorMessage: refusal(arn("identity/x.example")),
    });
    expect(meaningOf({ record }).target.names).toEqual([]);
  });

  test("parameters come before the message", () => {
    const record = refused("DeleteEmailIdentity", {
      errorMessage: refusal(arn("identity/x.example")),
      requestParameters: { emailIdentity: "y.example" },
    });
    expect(meaningOf({ record }).target.names).toEqual(["y.example"]);
  });

  test("only an ARN of SES is taken from a message", () => {
    expect(arnInMessage(refusal("arn:aws:sns:eu-west-1:111122223333:t"))).toBeUndefined();
    expect(arnInMessage("… on resource: arn:aws:ses:eu-west-1:1:identity/x.example")).toBe(
      "arn:aws:ses:eu-west-1:1:identity/x.example",
    );
    expect(arnInMessage(" on resource: ")).toBeUndefined();
    expect(arnInMessage(undefined)).toBeUndefined();
  });
});

describe("one identity is one target", () => {
  const rows = ACTIONS.filter((row) => {
    const own = new Set(row.names ?? []);
    return (row.identities ?? []).some((path) => own.has(path)) && row.target !== "identity_policy";
  });

  test.each(rows.map((row) => [`${row.api} ${row.action}`, row] as const))("%s", (_title, row) => {
    expect(row.target).toBe("identity");
    const { target, identities } = meaningOf({ record: sampleRecord(row) });
    expect(target.kind).toBe("identity");
    expect(identities.map(({ name }) => name)).toEqual(target.names);
  });

  test.each([
    ["a domain", "Mail.Example.com", ["VerifyDomainIdentity", "VerifyDomainDkim"], "domain"],
    ["an address", "hr@Example.com", ["VerifyEmailIdentity", "VerifyEmailAddress"], "emailAddress"],
  ])("%s keeps kind and name from its birth to its end", (_what, written, births, parameter) => {
    const life = [
      ...births.map((action) => call(action, { [parameter]: written })),
      call("SetIdentityDkimEnabled", { identity: written, dkimEnabled: true }),
      call("PutEmailIdentityFeedbackAttributes", { emailIdentity: written }),
      call("SendEmail", { fromEmailAddress: written }),
      call("DeleteIdentity", { identity: written }),
      call("DeleteEmailIdentity", { emailIdentity: written }),
    ].map((record) => meaningOf({ record }));
    expect(new Set(life.map(({ target }) => target.kind))).toEqual(new Set(["identity"]));
    expect(new Set(life.map(({ target }) => target.names.join())).size).toBe(1);
    for (const { identities } of life) expect(identities).toHaveLength(1);
  });
});
