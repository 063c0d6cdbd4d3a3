import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["./test/support/seed.ts"],
    // By itself it would leave one core idle.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: process.env["CI"] ? ["dot", "./test/support/closing-line.ts"] : ["default"],
  },
});
