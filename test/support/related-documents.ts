/** The calls beside SES in the demo week that tell of mail, as documents: what a run with `--related` adds. */
import type { StoryName } from "../../src/demo/stories.ts";
import { demoWeek } from "../../src/demo/week.ts";
import { isRelated } from "../../src/ses/related/related.ts";
import { WEEK_END, documentOf, type DemoDocument } from "./demo-documents.ts";

/** All of them, in the order of delivery. */
export function relatedDocuments(): readonly DemoDocument[] {
  const documents: DemoDocument[] = [];
  for (const { kind, key, records, planted } of demoWeek({ seed: 7, end: WEEK_END, scale: 0.01 })) {
    if (kind !== "log") continue;
    const stories = new Map<unknown, StoryName>(
      planted.map(({ eventID, story }) => [eventID, story]),
    );
    for (const [index, record] of records.entries()) {
      if (!isRelated(record)) continue;
      const story = stories.get(record["eventID"]);
      documents.push({ ...documentOf(record, { file: key, index }), story });
    }
  }
  return documents;
}
