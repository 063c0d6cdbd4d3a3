/** The table of free-mail domains: well-formed, wide, and without what is none. */
import { expect, test } from "vitest";
import { FREE_MAIL, FREE_MAIL_DOMAINS } from "../../src/tables/free-mail.ts";
import { call, meaningOf } from "../ses/cases/case.ts";

test("every domain is one, in lower case, and stands once", () => {
  const all = FREE_MAIL.flatMap(({ names, endings }) =>
    names.flatMap((name) => endings.map((ending) => `${name}.${ending}`)),
  );
  for (const domain of all) expect(domain).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/);
  expect(all.filter((domain, at) => all.indexOf(domain) !== at)).toEqual([]);
  expect(all.length).toBeGreaterThan(400);
});

test.each([
  "gmail.com",
  "protonmail.me",
  "protonmail.ch",
  "proton.me",
  "hotmail.it",
  "outlook.com.br",
  "yahoo.co.id",
  "yandex.kz",
  "gmx.li",
  "tutanota.de",
  "seznam.cz",
  "rediffmail.com",
  "foxmail.com",
  "laposte.net",
])("an identity at %s is told, in any letter case, also as a domain", (domain) => {
  for (const emailIdentity of [`a@${domain}`, `A@${domain.toUpperCase()}`, domain])
    expect(meaningOf({ record: call("CreateEmailIdentity", { emailIdentity }) }).signals).toContain(
      "identity_free_mail",
    );
});

test.each([
  "example.com",
  "example.org",
  "amazon.com",
  "facebook.com",
  "mail.shop.example",
  "gmail.com.shop.example",
  "mygmail.com",
  "gmail.co",
])("%s is none", (domain) => {
  expect(FREE_MAIL_DOMAINS.has(domain)).toBe(false);
});
