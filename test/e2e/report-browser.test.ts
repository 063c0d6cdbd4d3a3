/**
 * The page of a report in a real Chromium: what strangers wrote is text, nothing is loaded or run, links lead to their
 * sections, keyboard and screen reader find their way (axe-core). Skipped where no Chromium is installed.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoDocuments } from "../support/demo-documents.ts";
import { ATTACKS, attacking, pageOf } from "../support/report.ts";

/** Where Debian and others put it. */
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => existsSync(path),
);
// oxlint-disable-next-line vitest/valid-describe-callback, vitest/valid-title -- skipped for a reason that the title tells
describe.skipIf(CHROMIUM === undefined)(
  `in a browser (${CHROMIUM ?? "skipped: no Chromium is installed"})`,
  () => {
    let browser: Browser;
    let folder = "";
    let address = "";
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "sestrail-report-"));
      // Enough for every section, and little enough for axe.
      const week = demoDocuments().filter((_, place) => place % 20 === 0);
      const added = demoDocuments().find(
        ({ record }) => record["eventName"] === "CreateEmailIdentity",
      );
      const file = join(folder, "report.html");
      writeFileSync(
        file,
        pageOf([...week.map(({ event }) => event), ...attacking(added?.record ?? {})]),
      );
      address = pathToFileURL(file).href;
      browser = await chromium.launch({
        ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
        // As root, as tests in containers are, Chromium has no sandbox.
        args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
      });
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      if (folder !== "") rmSync(folder, { recursive: true });
    });

    /** The page, and what it asked for or complained of. */
    async function open(options: Parameters<Browser["newPage"]>[0] = {}) {
      const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
      const seen: string[] = [];
      page.on("request", (request) => seen.push(request.url()));
      page.on("console", (message) => seen.push(message.text()));
      page.on("pageerror", (error) => seen.push(error.message));
      page.on("dialog", (dialog) => {
        seen.push(dialog.message());
        void dialog.dismiss();
      });
      await page.goto(address);
      return { page, seen };
    }

    it("shows attacks as text, runs nothing, loads nothing", async () => {
      const { page, seen } = await open();
      expect(await page.title()).toBe("Amazon SES: who did what");
      expect(
        await page.locator("script, img, iframe, object, embed, form, [onload], [onerror]").count(),
      ).toBe(0);
      expect(await page.locator("style").count()).toBe(1);
      const text = await page.locator("main").innerText();
      for (const attack of ATTACKS.slice(0, 4)) expect(text).toContain(attack);
      expect(text).toContain("⟨U+202E⟩");
      expect(await page.locator("main").isVisible()).toBe(true);
      expect(seen).toEqual([address]);
      await page.close();
    });

    it("without scripts it is the same page", async () => {
      const [withScripts, without] = [await open(), await open({ javaScriptEnabled: false })];
      const text = ({ page }: { readonly page: Page }) => page.locator("body").innerText();
      expect(await text(without)).toBe(await text(withScripts));
      await withScripts.page.close();
      await without.page.close();
    });

    it("its links lead to their sections, by keyboard, too", async () => {
      const { page } = await open();
      for (const link of await page.locator("nav a").all()) {
        await link.click();
        const id = (await link.getAttribute("href"))?.slice(1) ?? "";
        expect(new URL(page.url()).hash).toBe(`#${id}`);
        expect(await page.locator(`section[id="${id}"] h2`).isVisible()).toBe(true);
      }
      await page.goto(address);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(new URL(page.url()).hash).toBe("#main");
      await page.close();
    });

    it.each(["light", "dark"] as const)(
      "axe-core finds nothing, %s",
      async (colorScheme) => {
        // The policy would keep axe itself out.
        const { page } = await open({ colorScheme, bypassCSP: true });
        await page.evaluate(axe.source);
        // What a theme changes is colour.
        const options = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
        const violations = await page.evaluate(async (asked) => {
          const { axe: loaded } = globalThis as unknown as { readonly axe: typeof axe };
          const result = await loaded.run(asked);
          return result.violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
        }, options);
        expect(violations).toEqual([]);
        await page.close();
      },
      60_000,
    );

    it("no section is wider than the window, on a telephone, too; wide tables scroll for themselves", async () => {
      for (const width of [360, 1200]) {
        const { page } = await open({ viewport: { width, height: 800 } });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
          width,
        );
        await page.close();
      }
    });

    it("prints all of it on white, without its links", async () => {
      const { page } = await open({ colorScheme: "dark" });
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("nav").isVisible()).toBe(false);
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
        "rgb(255, 255, 255)",
      );
      // A4 in CSS pixels, without margins.
      await page.setViewportSize({ width: 718, height: 1000 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(718);
      expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(10_000);
      await page.close();
    }, 60_000);
  },
);
