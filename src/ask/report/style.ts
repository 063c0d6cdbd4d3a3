/** How the page of a report looks: on light and dark screens, on narrow ones, on paper. */

/** The sheet. Colours are chosen so that text has a contrast of 4.5 : 1 at least on its ground, in both themes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f4f5f7; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --link: #0550ae;
  --calm: #57789b; --notable: #b35900; --alarming: #b3261e; --on-mark: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --panel: #1e232a; --text: #e6e9ee; --quiet: #a3adb8; --line: #3a424d; --link: #8ab8ff;
    --calm: #8aa9c9; --notable: #f0a04b; --alarming: #ff8a80; --on-mark: #14171c;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem 1.25rem 3rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--ground); padding: 0.25rem 0.5rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 0.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.25rem 0 0.25rem; }
p { margin: 0.4rem 0; max-width: 50rem; }
.answer { font-size: 1.1rem; }
.made, .more, caption { color: var(--quiet); font-size: 0.875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; padding: 0; margin: 1rem 0; }
.rule { border: 1px solid var(--line); border-left: 0.4rem solid var(--calm); border-radius: 0.25rem; padding: 0.25rem 1rem 0.75rem;
  margin: 1rem 0; }
.rule.medium { border-left-color: var(--notable); }
.rule.high { border-left-color: var(--alarming); }
.mark { display: inline-block; padding: 0 0.4rem; border-radius: 0.25rem; font-size: 0.8125rem; font-weight: 600;
  white-space: nowrap; background: var(--calm); color: var(--on-mark); }
.mark.low { background: var(--quiet); color: var(--ground); }
.mark.medium { background: var(--notable); }
.mark.high { background: var(--alarming); }
.table { overflow-x: auto; margin: 0.5rem 0 1rem; }
table { border-collapse: collapse; font-size: 0.875rem; min-width: 100%; }
caption { text-align: left; padding: 0.25rem 0; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.6rem; border-bottom: 1px solid var(--line); min-width: 5rem; max-width: 32rem; }
thead th { background: var(--panel); white-space: nowrap; }
tbody th { font-weight: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; min-width: 3rem; }
td, th { overflow-wrap: break-word; }
.short, .code { white-space: nowrap; min-width: 0; }
td ul { margin: 0; padding: 0; list-style: none; }
code { font-family: ui-monospace, monospace; font-size: 0.8125rem; }
figure { margin: 1rem 0; }
figcaption { font-weight: 600; }
svg { display: block; width: 100%; height: auto; background: var(--panel); border-radius: 0.25rem; }
svg text { fill: var(--quiet); font: 11px system-ui, sans-serif; }
svg .axis { stroke: var(--line); stroke-width: 1; }
svg .calm { fill: var(--calm); }
svg .notable { fill: var(--notable); }
svg .alarming { fill: var(--alarming); }
.legend { display: flex; gap: 1rem; list-style: none; padding: 0; margin: 0.25rem 0; font-size: 0.875rem; }
.legend svg { display: inline; width: 0.8rem; height: 0.8rem; margin-right: 0.35rem; vertical-align: -0.1rem; background: none; border-radius: 0; }
@media print {
  :root { color-scheme: light; --ground: #ffffff; --panel: #f4f5f7; --text: #000000; --quiet: #444c56; --line: #b0b7be; --link: #000000;
    --calm: #57789b; --notable: #b35900; --alarming: #b3261e; --on-mark: #ffffff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip { display: none; }
  table { font-size: 8pt; }
  th, td { min-width: 0; padding: 0.15rem 0.35rem; overflow-wrap: anywhere; }
  .table { overflow: visible; }
  thead { display: table-header-group; }
  tr, figure, h2, h3 { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  .mark, svg rect { print-color-adjust: exact; }
}
`;
