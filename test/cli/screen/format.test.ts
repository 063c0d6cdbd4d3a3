import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatDuration,
  perSecond,
} from "../../../src/cli/screen/format.ts";

describe("numbers", () => {
  it.each([
    [formatCount(0), "0"],
    [formatCount(1_204_332), "1,204,332"],
    [formatCount(122_890.4), "122,890"],
    [formatCounted(1, "file"), "1 file"],
    [formatCounted(0, "file"), "0 files"],
    [formatCounted(1204, "file"), "1,204 files"],
    [formatBytes(0), "0 B"],
    [formatBytes(812), "812 B"],
    [formatBytes(1000), "1.0 kB"],
    [formatBytes(9949), "9.9 kB"],
    [formatBytes(9960), "10 kB"],
    [formatBytes(48_123_456), "48 MB"],
    [formatBytes(999_600), "1.0 MB"],
    [formatBytes(1_234_567_890), "1.2 GB"],
    [formatBytes(5e15), "5000 TB"],
    [formatDuration(0), "0.0 s"],
    [formatDuration(420), "0.4 s"],
    [formatDuration(9949), "9.9 s"],
    [formatDuration(41_000), "41 s"],
    [formatDuration(59_600), "1 min 0 s"],
    [formatDuration(725_000), "12 min 5 s"],
    [formatDuration(12_000_000), "3 h 20 min"],
  ])("%s is %s", (shown, expected) => expect(shown).toBe(expected));

  it("have no rate before time has passed", () => {
    expect([perSecond(10, 0), perSecond(10, 500)]).toEqual([0, 20]);
  });
});
