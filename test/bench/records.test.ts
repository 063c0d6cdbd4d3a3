/** Records for measuring: as many as asked for, of realistic length, with the asked share of SES. */
import { expect, test } from "vitest";
import { benchRecords } from "../../bench/records.ts";
import type { Raw } from "../demo/facts.ts";

const isSes = (text: string): boolean =>
  (JSON.parse(text) as Raw)["eventSource"] === "ses.amazonaws.com";

test.each([
  [0, 0],
  [0.02, 40],
  [1, 2000],
])("a share of %d gives exactly as many SES records", (sesShare, expected) => {
  const texts = [...benchRecords({ count: 2000, sesShare, seed: 5 })];
  expect(texts.length).toBe(2000);
  expect(texts.filter(isSes).length).toBe(expected);
});

test("SES records are spread evenly", () => {
  const places = [...benchRecords({ count: 1000, sesShare: 0.01, seed: 5 })].flatMap(
    (text, index) => (isSes(text) ? [index] : []),
  );
  expect(places).toEqual(Array.from({ length: 10 }, (_, index) => index * 100 + 99));
});

test("ids differ, texts are compact and of realistic length, and the seed decides them", () => {
  const options = { count: 3000, sesShare: 0.5, seed: 5 };
  const texts = [...benchRecords(options)];
  expect(new Set(texts.map((text) => (JSON.parse(text) as Raw)["eventID"])).size).toBe(3000);
  expect(texts.filter((text) => JSON.stringify(JSON.parse(text)) !== text)).toEqual([]);
  const mean = texts.join("").length / texts.length;
  expect(mean).toBeGreaterThan(1500);
  expect(mean).toBeLessThan(2000);
  expect([...benchRecords(options)]).toEqual(texts);
  expect([...benchRecords({ ...options, seed: 6 })]).not.toEqual(texts);
});
