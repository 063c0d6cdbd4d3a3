import { describe, expect, it } from "vitest";
import { nothingMatches, type Selected } from "../../../src/cli/screen/left-out.ts";
import type { LeftOutBy } from "../../../src/ses/select.ts";
import { goodBooks } from "../../support/books.ts";

const SELECTED: Selected = {
  selection: {
    eventSources: ["ses.amazonaws.com"],
    since: "2026-11-20T00:00:00Z",
    until: "2026-11-21T00:00:00Z",
    accounts: ["111122223333"],
    regions: ["eu-*", "us-east-1"],
    actions: Array.from({ length: 40 }, (_, index) => `Action${index}`),
    writesOnly: true,
  },
  on: undefined,
  around: undefined,
};

const told = (counts: readonly (readonly [LeftOutBy, number])[], on?: string): string | undefined =>
  nothingMatches(
    goodBooks((books) => {
      books.selected = 0;
      for (const [option, count] of counts) {
        books.leftOut += count;
        books.leftOutBy.by.set(option, count);
      }
    }),
    "SES event",
    { ...SELECTED, on },
  );

describe("why nothing matches", () => {
  it.each<[readonly (readonly [LeftOutBy, number])[], string]>([
    [[["since", 2052]], "0 of 2,052 SES events match: --since 2026-11-20 left out all"],
    [
      [
        ["until", 2000],
        ["account", 40],
        ["changes", 12],
      ],
      "0 of 2,052 SES events match: --until 2026-11-21 left out 2,000, --account 111122223333 40, --changes 12",
    ],
    [[["region", 1]], "0 of 1 SES event matches: --region eu-*,us-east-1 left out all"],
  ])("%j", (counts, words) => {
    expect(told(counts)).toBe(words);
  });

  it("is told in the words of --on", () => {
    const both = [
      ["since", 3],
      ["until", 4],
    ] as const;
    expect(told(both, "2026-11-20")).toBe("0 of 7 SES events match: --on 2026-11-20 left out all");
  });

  it("is short, however many values an option has", () => {
    expect(told([["action", 5]])?.length).toBeLessThan(140);
  });

  it("is nobody's question where something matches, or nothing is there", () => {
    expect(nothingMatches(goodBooks(), "SES event", SELECTED)).toBeUndefined();
    expect(told([])).toBeUndefined();
  });
});
