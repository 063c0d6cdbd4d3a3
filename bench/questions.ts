/** What the questions of docs/questions.md cost over a made-up week, each as its command stands there, and detection beside mere shipping. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeDemo } from "../src/demo/write.ts";
import { trailFile } from "./data.ts";
import { inTurns, OUTPUT, SESTRAIL, ship, type Way } from "./outside.ts";
import { table } from "./tables.ts";

const PAGE = join("docs", "questions.md");
const FOLDER = join("bench", "data", "questions");

/** The ten questions, and what `detect` costs beside other ways over the same events. */
export async function questions(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  // Questions say "yesterday".
  await writeDemo(FOLDER, { seed: 1, end: new Date() });
  const asked = asksOf(readFileSync(PAGE, "utf8"));
  const times = inTurns(asked);
  table("the ten questions, over the demo's week", [
    ["question", "elapsed", "CPU", "peak RSS"],
    ...asked.map((way) => [way.name, ...cells(times.get(way))]),
  ]);
  for (const [title, path] of [
    ["the demo's week", FOLDER],
    ["150,000 records, 2 % SES", await trailFile(150_000, 0.02)],
    ["20,000 SES events", await trailFile(20_000, 1)],
  ] as const) {
    const ways = [
      ship("ship --dry-run", path, "--dry-run"),
      ship("ship --to file:", path, "--to", `file:${OUTPUT}`),
      { name: "count --by action", args: [SESTRAIL, "count", path, "--by", "action"] },
      { name: "detect", args: [SESTRAIL, "detect", path] },
    ];
    const measured = inTurns(ways);
    table(`asking beside shipping: ${title}`, [
      ["what", "elapsed", "CPU", "peak RSS"],
      ...ways.map((way) => [way.name, ...cells(measured.get(way))]),
    ]);
  }
}

/** Each row of the page's table as a command; what a shell would do with the output is left to it. */
function asksOf(page: string): readonly Way[] {
  return [...page.matchAll(/^\| (.+\?) \| `sestrail ([^`]+)`/gmu)].map(
    ([, name = "", command = ""]) => ({
      name,
      args: [
        SESTRAIL,
        ...command
          .replace(/ > .*/u, "")
          .split(" ")
          .map((word) =>
            word === "AWSLogs"
              ? FOLDER
              : word.endsWith(".html")
                ? join("bench", "data", word)
                : word,
          ),
      ],
    }),
  );
}

function cells(turn: ReturnType<ReturnType<typeof inTurns>["get"]>): readonly string[] {
  if (turn === undefined) return [];
  const { ms, cpuMs, rssMb } = turn;
  return [
    `${(ms / 1000).toFixed(1)} s`,
    `${(cpuMs / 1000).toFixed(2)} s`,
    `${rssMb.toFixed(0)} MB`,
  ];
}
