/** Draws what a terminal shows as an SVG: bold, and colours by their numbers, which is all that sestrail uses. */

const CHAR_WIDTH = 7.8;
const LINE_HEIGHT = 18;
const PAPERS = {
  dark: { background: "#0d1117", text: "#e6edf3" },
  light: { background: "#ffffff", text: "#1f2328" },
};
const escaped = (text) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    // Blanks that no viewer draws together.
    .replaceAll(" ", "\u00a0");

/** A colour of the 256, but the first 16, which are the theme's. */
function colorOf(number) {
  const hex = (value) => value.toString(16).padStart(2, "0");
  if (number >= 232) return `#${hex(8 + (number - 232) * 10).repeat(3)}`;
  const level = (step) => (step === 0 ? 0 : 55 + step * 40);
  const place = number - 16;
  return `#${[Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((step) => hex(level(step))).join("")}`;
}

/** The style that an escape leaves behind. */
function styled(style, codes) {
  const next = codes[0] === 0 ? {} : { ...style };
  for (let place = 0; place < codes.length; place += 1) {
    if (codes[place] === 1) next.isBold = true;
    else if (codes[place] === 38 || codes[place] === 48) {
      next[codes[place] === 38 ? "text" : "background"] = colorOf(codes[place + 2]);
      place += 2;
    }
  }
  return next;
}

/** One line: what stands on a coloured ground, then the letters. */
function drawn(line, row, paper) {
  const grounds = [];
  const spans = [];
  let style = {};
  let column = 0;
  for (const part of line.split(/(\u001b\[[0-9;]*[A-Za-z])/)) {
    const codes = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) style = styled(style, codes.split(";").map(Number));
    if (part === "" || part.startsWith("\u001b")) continue;
    const x = 16 + column * CHAR_WIDTH;
    const width = part.length * CHAR_WIDTH;
    if (style.background !== undefined)
      grounds.push(
        `<rect x="${x.toFixed(1)}" y="${13 + row * LINE_HEIGHT}" width="${width.toFixed(1)}" height="${LINE_HEIGHT - 1}" fill="${style.background}"/>`,
      );
    const weight = style.isBold ? ' font-weight="bold"' : "";
    // Every cell has a place of its own, so that columns stay under each other in any font; viewers drop leading blanks.
    for (const { 0: cell, index } of part.matchAll(/\S+(?: \S+)*/g))
      spans.push(
        `<tspan x="${(x + index * CHAR_WIDTH).toFixed(1)}" fill="${style.text ?? paper.text}"${weight}>${escaped(cell)}</tspan>`,
      );
    column += part.length;
  }
  return `${grounds.join("")}<text y="${26 + row * LINE_HEIGHT}">${spans.join("")}</text>`;
}

/** What is left on the screen of a line that was written anew, as progress is. */
const lastWritten = (line) => line.slice(line.lastIndexOf("\r") + 1).replace(/^\u001b\[2K/, "");

/** The picture of a terminal in which `command` was typed and wrote `output`. */
export function terminalPicture(command, output, paperName = "dark") {
  const paper = PAPERS[paperName];
  const written = output.replaceAll("\r\n", "\n").trimEnd().split("\n").map(lastWritten);
  const lines = [`$ ${command}`, ...written];
  const plain = lines.map((line) => line.replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, ""));
  const width = Math.ceil(Math.max(...plain.map((line) => line.length)) * CHAR_WIDTH + 32);
  const height = lines.length * LINE_HEIGHT + 32;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(command)}">
<rect width="100%" height="100%" rx="8" fill="${paper.background}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">
${lines.map((line, row) => drawn(line, row, paper)).join("\n")}
</g>
</svg>
`;
}
