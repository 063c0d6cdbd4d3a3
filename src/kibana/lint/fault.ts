/** What the linter can find: faults that Kibana takes without a word, or refuses without saying where. */

/** Kinds of faults, and what each does to the user. */
export const FAULTS = {
  duplicate_id: "the whole file is refused",
  missing_reference: "the object is refused, or a link leads nowhere",
  unused_reference: "it points at nothing on the board: a leftover, or a name misspelt",
  stamp_too_new: "the whole file is refused by the oldest Kibana that is supported",
  unknown_attribute: "the object is refused",
  missing_attribute: "the object is refused, or shows no name",
  not_json_text: "the object is refused, or opens empty",
  null_title: "the panel shows the title of something else, or none",
  unknown_panel_type: "the whole board does not open",
  board_query:
    "a query that the reader brings along replaces it: the panels show other numbers than their titles say",
  lossy_link: "the reader's time, query or filters are lost on the way",
  duplicate_panel_id: "one board shows the charts of another",
  panel_id_mismatch: "the panel loses its place",
  off_grid: "the panel is moved, and others with it",
  overlap: "panels are moved, and others with them",
  unknown_visualization: "the chart does not open",
  missing_layer_reference: "the chart loads for ever",
  column_order: "the chart does not open",
  unknown_operation: "the chart does not open",
  unexpanded_formula: "the chart stays empty",
  missing_column: "the chart stays empty, or drops a series",
  split_inside_time:
    "each interval has top values of its own: too many series, another set every time",
  bad_rank: "the ranking is dropped",
  table_too_wide: "the last columns are out of sight",
  narrow_column: "the longest names of the demo are broken or cut",
  cut_row: "the last row of a page is cut in half",
  cut_text: "sentences end in dots",
  raw_name: "people read codes",
  meaningless_colour: "a colour that says severity stands where none is, or one that says nothing",
  no_legend: "nobody knows what the colours are",
  unknown_field: "the chart finds nothing",
  one_shape_field: "the board is blind for data that came the other way",
  not_aggregatable: "the chart shows an error",
  bad_kql: "the panel shows an error; a rule never fires and says nothing",
  wrong_value: "the query is valid and matches nothing",
  rule_default: "the rule is on, runs over other data, or looks at too short a window",
  rule_shape: "the rule is refused, or taken without its condition",
} as const;

/** Kind of a fault. */
export type FaultKind = keyof typeof FAULTS;

/** One fault that was found. */
export interface Fault {
  readonly kind: FaultKind;
  /** Object, panel and column, as far as they are known. */
  readonly where: string;
  /** What is wrong there. */
  readonly what: string;
}
