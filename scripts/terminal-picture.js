/** Draws what a terminal shows as an SVG, in the colours that sestrail uses: red, amber, dim. */

const COLORS = { 31: "#e7664c", 33: "#e5b567", 2: "#8b949e" };
const CHAR_WIDTH = 7.8;
const LINE_HEIGHT = 18;
const escaped = (text) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    // Blanks that no viewer draws together.
    .replaceAll(" ", "\u00a0");

function spans(line) {
  let color = "#e6edf3";
  return line
    .split(/(\u001b\[[0-9;]*[A-Za-z])/)
    .map((part) => {
      const code = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1];
      if (code !== undefined) {
        color = COLORS[code] ?? "#e6edf3";
        return "";
      }
      if (part === "" || part.startsWith("\u001b")) return "";
      return `<tspan fill="${color}">${escaped(part)}</tspan>`;
    })
    .join("");
}

/** What is left on the screen of a line that was written anew, as progress is. */
const lastWritten = (line) => line.slice(line.lastIndexOf("\r") + 1);

/** The picture of a terminal in which `command` was typed and wrote `output`. */
export function terminalPicture(command, output) {
  const written = output.replaceAll("\r\n", "\n").trimEnd().split("\n").map(lastWritten);
  const lines = [`$ ${command}`, ...written];
  const plain = lines.map((line) => line.replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, ""));
  const width = Math.ceil(Math.max(...plain.map((line) => line.length)) * CHAR_WIDTH + 32);
  const height = lines.length * LINE_HEIGHT + 32;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(command)}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">
${lines.map((line, row) => `<text x="16" y="${26 + row * LINE_HEIGHT}">${spans(line)}</text>`).join("\n")}
</g>
</svg>
`;
}
