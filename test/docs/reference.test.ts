/** The pages of `docs/` that are made from tables are as the tables say. `npm run docs` writes them anew. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { asMarkdown, asText } from "../../src/cli/reference/page.ts";
import { REFERENCES, TOPICS } from "../../src/cli/reference/topics.ts";
import { widthOf } from "../../src/shape/width.ts";

describe("docs", () => {
  it.each(TOPICS)("%s.md", async (topic) => {
    const page = asMarkdown(await REFERENCES[topic]());
    const note = `<!-- Made from the tables in src/tables by \`npm run docs\`. -->\n\n`;
    await expect(note + page).toMatchFileSnapshot(
      fileURLToPath(new URL(`../../docs/${topic}.md`, import.meta.url)),
    );
  });

  it.each(TOPICS)("%s have as many cells in each row as in the head", async (topic) => {
    for (const { head, rows } of (await REFERENCES[topic]()).tables)
      for (const row of rows) expect(row).toHaveLength(head.length);
  });
});

describe("asMarkdown", () => {
  it("keeps bars within a cell", () => {
    const page = {
      title: "T",
      intro: ["I."],
      tables: [{ head: ["A", "B"], rows: [["`a|b`", "c"]] }],
    };
    expect(asMarkdown(page)).toBe("# T\n\nI.\n\n| A | B |\n| --- | --- |\n| `a\\|b` | c |\n");
  });
});

describe("asText", () => {
  const page = {
    title: "T",
    intro: [],
    tables: [
      { title: "Some", head: ["A", "B"], rows: [["`x`", "one two three ".repeat(5).trim()]] },
    ],
  };

  it("wraps the last column to the width", () => {
    const lines = asText(page, 50);
    expect(lines.slice(0, 3)).toEqual(["", "Some", "  A  B"]);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(50);
    expect(lines.length).toBeGreaterThan(4);
  });

  it("wraps nothing in a pipe", () => {
    expect(asText(page, Number.POSITIVE_INFINITY)).toHaveLength(4);
  });
});
