/** The page of fields. */
import { FIELDS, FIELD_NAMES, type FieldName, type FieldRow } from "../../tables/fields.ts";
import type { Reference } from "./page.ts";

/** Every field, in table order. */
export function fieldsReference(): Reference {
  return {
    title: "Fields",
    intro: [
      "Every field that an event can have. Fields stand in both shapes, ECS and OpenTelemetry, under the same name, unless the table names one shape. A field that has no value is absent. Short names are understood by `--columns` and `--by`.",
    ],
    tables: [
      {
        head: ["Field", "Type", "Shape", "What it tells"],
        rows: FIELD_NAMES.map(fieldCells),
      },
    ],
  };
}

const SHAPES = { ecs: "ECS", otel: "OTel" } as const;

function fieldCells(name: FieldName): readonly string[] {
  const row: FieldRow = FIELDS[name];
  return [
    `\`${name}\``,
    row.many === true ? `${row.type}[]` : row.type,
    row.shape === undefined ? "both" : SHAPES[row.shape],
    `${row.doc} From: ${row.from}.${row.short === undefined ? "" : ` Short name: \`${row.short}\`.`}`,
  ];
}
