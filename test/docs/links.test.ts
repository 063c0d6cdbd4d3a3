/** Links in the pages lead somewhere: to a file that is checked in, and to a heading that it has. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

const PAGES = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "bench/RESULTS.md",
  "dashboards/README.md",
  "samples/README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** What a page says outside of programs and code. */
const proseOf = (text: string): string =>
  text.replaceAll(/^```.*?^```$/gms, "").replaceAll(/`[^`\n]*`/g, "`code`");

/** The name of a heading in an address, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

const anchorsOf = (text: string): readonly string[] =>
  [...text.replaceAll(/^```.*?^```$/gms, "").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    anchorOf(heading),
  );

/** Links of a page that lead nowhere, each with the reason. */
function deadLinks(page: string, text: string): readonly string[] {
  return [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^https?:\/\//.test(link)) return URL.canParse(link) ? [] : [`${link}: no address`];
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
    if (relative(ROOT, target).startsWith("..")) return [`${link}: outside of the project`];
    if (!existsSync(target)) return [`${link}: no such file`];
    if (anchor === undefined) return [];
    const there = path === "" ? text : readFileSync(target, "utf8");
    return anchorsOf(there).includes(anchor) ? [] : [`${link}: no such heading`];
  });
}

it.each(PAGES)("%s has no dead link", (page) => {
  expect(deadLinks(page, readFileSync(join(ROOT, page), "utf8"))).toEqual([]);
});

it("finds dead links", () => {
  const text = [
    "# One heading, `two`",
    "[good](#one-heading-two) [good](docs/fields.md) [good](docs/contracts.md#exit-codes)",
    "[a](docs/nothing.md) [b](#nothing) [c](docs/contracts.md#nothing) [d](../x.md) `[e](code)`",
  ].join("\n");
  expect(deadLinks("README.md", text)).toEqual([
    "docs/nothing.md: no such file",
    "#nothing: no such heading",
    "docs/contracts.md#nothing: no such heading",
    "../x.md: outside of the project",
  ]);
});

it("no page of docs/ is an orphan", () => {
  const linked = PAGES.flatMap((page) =>
    [...proseOf(readFileSync(join(ROOT, page), "utf8")).matchAll(/\]\(([^)#\s]+)/g)].map(
      ([, link = ""]) => relative(ROOT, resolve(ROOT, dirname(page), link)),
    ),
  );
  expect(PAGES.filter((page) => page.startsWith("docs/") && !linked.includes(page))).toEqual([]);
});

it("no page names a path of somebody's machine", () => {
  for (const page of PAGES)
    expect(readFileSync(join(ROOT, page), "utf8"), page).not.toMatch(
      /\/(?:home|Users|work|root|var\/tmp)\//,
    );
});
