/** Vitest reporter that ends a run with one plain line, `N passed, N failed`, which CI reads. */
import { writeSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandled: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) count[test.result().state] += 1;
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
    // Written past every buffer, so that it really is the last line.
    process.on("exit", () =>
      writeSync(1, `${count.passed} passed, ${count.failed} failed${skipped}\n`),
    );
  }
}
