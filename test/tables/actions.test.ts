/** The action table: complete, and every row such that the code can use it. */
import { describe, expect, test } from "vitest";
import type { TargetRow } from "../../src/tables/actions.ts";
import { ACTIONS, TARGETS } from "../../src/tables/actions.ts";

const PATH = /^[A-Za-z0-9]+(\.([A-Za-z0-9]+|\*))*$/;

describe("the action table", () => {
  test("has 248 actions of 231 names: 71 of v1, 117 of v2, 60 of Mail Manager", () => {
    expect(ACTIONS).toHaveLength(248);
    expect(new Set(ACTIONS.map((row) => row.action)).size).toBe(231);
    const count = (api: string): number => ACTIONS.filter((row) => row.api === api).length;
    expect([count("v1"), count("v2"), count("mailmanager")]).toEqual([71, 117, 60]);
    expect(new Set(ACTIONS.map((row) => `${row.api} ${row.action}`)).size).toBe(248);
  });

  test("knows the six sends that are data events", () => {
    const data = ACTIONS.filter((row) => row.dataEvent).map((row) => `${row.api} ${row.action}`);
    expect(data.sort()).toEqual([
      "v1 SendBulkTemplatedEmail",
      "v1 SendEmail",
      "v1 SendRawEmail",
      "v1 SendTemplatedEmail",
      "v2 SendBulkEmail",
      "v2 SendEmail",
    ]);
  });

  test("is in the order of the alphabet within each API", () => {
    const order = ["v1", "v2", "mailmanager"];
    const keys = ACTIONS.map((row) => `${order.indexOf(row.api)} ${row.action}`);
    expect(keys).toEqual([...keys].sort());
  });

  test("has paths that are paths", () => {
    const odd = ACTIONS.flatMap((row) => {
      const paths = [
        row.names,
        row.resources,
        row.identities,
        row.signs,
        ...Object.values(row.parts ?? {}),
      ];
      const settings = (row.settings ?? []).map((setting) => setting.replace(/\?$/, ""));
      return [...paths.flatMap((list) => list ?? []), ...settings]
        .filter((path) => !PATH.test(path))
        .map((path) => `${row.action}: ${path}`);
    });
    expect(odd).toEqual([]);
  });

  test("has settings on writes only", () => {
    const others = ACTIONS.filter((row) => row.verb === "read" || row.verb === "send");
    expect(others.filter((row) => row.settings !== undefined)).toEqual([]);
  });

  test("has wordings whose slots outside of brackets can't be empty", () => {
    const odd = ACTIONS.flatMap(({ action, effect }) => {
      const [, what = "", rest = ""] = effect ?? [""];
      const open = `${what} ${rest}`.replaceAll(/\[[^\]]*\]/g, "");
      return [...open.matchAll(/\{([^}]*)\}/g)]
        .map(([, slot = ""]) => slot)
        .filter((slot) => slot !== "it" && !slot.includes("|"))
        .map((slot) => `${action}: ${slot}`);
    });
    expect(odd).toEqual([]);
  });
});

describe("the target table", () => {
  test("has an ARN word once only, and is used", () => {
    const rows: readonly TargetRow[] = Object.values(TARGETS);
    const words = rows.flatMap((row) => (row.arn === undefined ? [] : [row.arn]));
    expect(new Set(words).size).toBe(words.length);
    expect([...new Set(ACTIONS.map((row) => row.target))].sort()).toEqual(
      Object.keys(TARGETS).sort(),
    );
  });
});
