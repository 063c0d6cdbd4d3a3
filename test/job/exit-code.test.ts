import { describe, expect, it } from "vitest";
import { exitCodeOf, type RunEnd } from "../../src/job/exit-code.ts";
import { openBooks, type Books } from "../../src/pipeline/books.ts";

/** Books of a run that went well, with changes. */
function books(change: (books: Books) => void = () => {}): Books {
  const good = openBooks(["stdout"]);
  good.files.read = good.files.acked = 2;
  good.elements = good.records = 10;
  good.otherServices = 7;
  good.selected = good.shaped = 3;
  for (const to of good.destinations) to.delivered = 3;
  change(good);
  return good;
}

const rejecting = (all: Books): void => {
  for (const to of all.destinations) {
    to.delivered = 2;
    to.rejected = 1;
  }
};
const unsettling = (all: Books): void => {
  for (const to of all.destinations) {
    to.delivered = 2;
    to.unsettled = 1;
  }
  all.files.nacked = 1;
};
const unreadableFile = (all: Books): void => {
  all.files.unreadable = all.files.nacked = 1;
  all.files.acked = 1;
};

describe("exitCodeOf", () => {
  it.each<[string, number, Partial<RunEnd>]>([
    ["all delivered", 0, {}],
    ["no logs at all", 0, { books: openBooks(["stdout"]), reported: ["E_NO_LOGS"] }],
    ["only warnings", 0, { reported: ["E_NOT_CLOUDTRAIL", "E_NO_LOGS"] }],
    ["stdout closed", 0, { outputClosed: true, thrown: "E_OUTPUT" }],
    [
      "stdout closed, another destination unserved",
      1,
      {
        outputClosed: true,
        books: { ...books(), destinations: openBooks(["stdout", "file:x"]).destinations },
      },
    ],
    ["unsettled", 1, { books: books(unsettling) }],
    [
      "unbalanced",
      1,
      {
        books: books((all) => {
          all.elements = 11;
        }),
      },
    ],
    ["a reported failure", 1, { reported: ["E_DEAD_LETTER"] }],
    ["a thrown failure", 1, { thrown: "E_OUTPUT" }],
    ["a thrown warning", 1, { thrown: "E_NO_LOGS" }],
    [
      "nothing could be read",
      1,
      {
        books: {
          ...openBooks(["stdout"]),
          files: { ...openBooks([]).files, read: 1, unreadable: 1, nacked: 1 },
        },
        reported: ["E_FILE_EMPTY"],
      },
    ],
    ["usage, thrown", 2, { thrown: "E_SOURCE_MISSING" }],
    ["usage, reported", 2, { reported: ["E_SOURCE_MISSING"] }],
    ["rejected", 3, { books: books(rejecting) }],
    [
      "an unreadable element",
      3,
      {
        books: books((all) => {
          all.elements = 11;
          all.unreadable = 1;
        }),
      },
    ],
    [
      "an unshapeable record",
      3,
      {
        books: books((all) => {
          all.selected = 4;
          all.records = 11;
          all.elements = 11;
          all.unshapeable = 1;
        }),
      },
    ],
    ["an unreadable file among others", 3, { books: books(unreadableFile) }],
    [
      "a file that is not done",
      3,
      {
        books: books((all) => {
          all.files.nacked = 1;
        }),
      },
    ],
    ["a folder that cannot be listed", 3, { reported: ["E_FILE_OPEN"] }],
    ["SIGINT", 130, { signal: "SIGINT", reported: ["E_INTERRUPTED"] }],
    ["SIGTERM", 143, { signal: "SIGTERM" }],
    [
      "a signal before a failure",
      143,
      { signal: "SIGTERM", thrown: "E_OUTPUT", books: books(unsettling) },
    ],
    ["a signal before a closed stdout", 130, { signal: "SIGINT", outputClosed: true }],
    [
      "a failure before rejections",
      1,
      {
        books: books((all) => {
          rejecting(all);
        }),
        reported: ["E_UNSETTLED"],
      },
    ],
  ])("%s: %i", (_name, code, end) => {
    expect(
      exitCodeOf({
        books: books(),
        reported: [],
        thrown: undefined,
        signal: undefined,
        outputClosed: false,
        ...end,
      }),
    ).toBe(code);
  });
});
