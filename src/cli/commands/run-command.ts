/** What runs each command of the command table. Loaded only when it is run. */
import type { CommandName } from "../../tables/commands.ts";
import type { loadEngine } from "../../job/engine.ts";
import type { Terminal } from "../screen/terminal.ts";

/** Runs a command and gives the exit code. `terminal.args` begins behind the command's name. */
type Run = (terminal: Terminal) => Promise<number>;

const RUNS: Readonly<Record<CommandName, Run>> = {
  ship: async (terminal) => {
    const [{ ship }, { loadEngine }] = await Promise.all([import("./ship.ts"), engine()]);
    return ship(terminal, loadEngine);
  },
  check: async (terminal) => {
    const [{ check }, { loadEngine }] = await Promise.all([import("./check.ts"), engine()]);
    return check(terminal, loadEngine);
  },
  look: async (terminal) => {
    const [{ look }, { loadEngine }] = await Promise.all([import("./look.ts"), engine()]);
    return look(terminal, loadEngine);
  },
  who: async (terminal) => {
    const [{ who }, { loadEngine }] = await Promise.all([import("./who.ts"), engine()]);
    return who(terminal, loadEngine);
  },
  detect: async (terminal) => {
    const [{ detect }, { loadEngine }] = await Promise.all([import("./detect.ts"), engine()]);
    return detect(terminal, loadEngine);
  },
  report: async (terminal) => {
    const [{ report }, { loadEngine }] = await Promise.all([import("./report.ts"), engine()]);
    return report(terminal, loadEngine);
  },
  count: async (terminal) => {
    const [{ count }, { loadEngine }] = await Promise.all([import("./count.ts"), engine()]);
    return count(terminal, loadEngine);
  },
  history: async (terminal) => {
    const [{ history }, { loadEngine }] = await Promise.all([import("./history.ts"), engine()]);
    return history(terminal, loadEngine);
  },
  verify: async (terminal) => (await import("./verify.ts")).verify(terminal),
  replay: async (terminal) => {
    const [{ replay }, { loadEngine }] = await Promise.all([import("./replay.ts"), engine()]);
    return replay(terminal, loadEngine);
  },
  backfill: async (terminal) => (await import("./backfill.ts")).backfill(terminal),
  demo: async (terminal) => {
    const [{ demo }, { loadEngine }] = await Promise.all([import("./demo.ts"), engine()]);
    return demo(terminal, loadEngine);
  },
  "setup elasticsearch": async (terminal) =>
    (await import("./setup.ts")).setupElasticsearch(terminal),
  "setup kibana": async (terminal) => (await import("./setup.ts")).setupKibana(terminal),
  "setup opensearch-dashboards": async (terminal) =>
    (await import("./setup.ts")).setupOpensearchDashboards(terminal),
  actions: async (terminal) => (await import("./actions.ts")).actions(terminal),
  completion: async (terminal) => (await import("./completion.ts")).completion(terminal),
  help: async (terminal) => (await import("./help.ts")).help(terminal),
};

/** Loaded beside the command, which asks for its parts only when its options are right. */
async function engine(): Promise<{ readonly loadEngine: typeof loadEngine }> {
  return import("../../job/engine.ts");
}

/** Runs one command. */
export function runCommand(name: CommandName, terminal: Terminal): Promise<number> {
  return RUNS[name](terminal);
}
