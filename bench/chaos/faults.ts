/** The faults by name. */
import { join } from "node:path";
import type { Figures } from "./account.ts";
import {
  collectorDestination,
  elasticsearchDestination,
  fileDestination,
  type Destination,
} from "./destinations.ts";
import { diskTrial } from "./disk.ts";
import { followTrial } from "./follow.ts";
import { killTrial } from "./kill.ts";
import { lostAnswerTrial } from "./lost-answer.ts";
import { serverTrial } from "./server.ts";
import { signalsTrial } from "./signals.ts";
import type { Control, Fault, Setting } from "./trial.ts";
import { workersTrial } from "./workers.ts";

const BOTH: readonly Control[] = ["forget", "overlook"];
const ELASTICSEARCH = ["ELASTICSEARCH_URL"];
const COLLECTOR = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_COLLECTOR_LOGS"];

const from = (variable: string): string => process.env[variable] ?? "";
const toFile = ({ folder }: Setting): Destination => fileDestination(join(folder, "out.ndjson"));
const toElasticsearch = (): Destination => elasticsearchDestination(from("ELASTICSEARCH_URL"));
const toCollector = (): Destination =>
  collectorDestination(from("OTEL_EXPORTER_OTLP_ENDPOINT"), from("OTEL_COLLECTOR_LOGS"));

/** A trial with a destination of its own, which is cleared away afterwards. */
function into(
  open: (setting: Setting) => Destination,
  trial: (setting: Setting, destination: Destination) => Promise<Figures>,
): Fault["trial"] {
  return async (setting) => {
    const destination = open(setting);
    try {
      return await trial(setting, destination);
    } finally {
      await destination.close();
    }
  };
}

/** All of them. */
export const FAULTS: readonly Fault[] = [
  {
    name: "kill-file",
    about:
      "kill -9 at random moments of a run into file --append: nothing lost, a torn last line cut, copies only of files under way",
    needs: [],
    trials: 20,
    controls: BOTH,
    trial: into(toFile, (setting, to) => killTrial(setting, to, 150)),
  },
  {
    name: "kill-elasticsearch",
    about:
      "kill -9 at random moments of a run into a real Elasticsearch, whose stream rolls over between: each event once",
    needs: ELASTICSEARCH,
    trials: 10,
    controls: BOTH,
    trial: into(toElasticsearch, (setting, to) => killTrial(setting, to, 40)),
  },
  {
    name: "server",
    about:
      "a real Elasticsearch with a write queue of 1 and requests of 1 MB stands still for a minute, is blocked, and is killed under way, and refuses one event in a thousand: each event once, after a replay",
    needs: ["SESTRAIL_SERVICES"],
    trials: 1,
    controls: ["overlook"],
    trial: serverTrial,
  },
  {
    name: "lost-answer",
    about:
      "answers of a real Elasticsearch are cut off on their way back, and its stream rolls over before the batch is sent again: each event once",
    needs: ELASTICSEARCH,
    trials: 3,
    controls: BOTH,
    trial: into(toElasticsearch, (setting, to) =>
      lostAnswerTrial(setting, to, from("ELASTICSEARCH_URL")),
    ),
  },
  {
    name: "kill-otlp",
    about:
      "kill -9 at random moments of a run into a real Collector: nothing lost, copies only of files under way",
    needs: COLLECTOR,
    trials: 5,
    controls: BOTH,
    trial: into(toCollector, (setting, to) => killTrial(setting, to, 150)),
  },
  {
    name: "signals",
    about:
      "SIGTERM at random moments, once or twice, into a slow destination: exit 143 in time, summary and checkpoint agree, the next run completes",
    needs: [],
    trials: 10,
    controls: BOTH,
    trial: signalsTrial,
  },
  {
    name: "follow",
    about:
      "a file every 50 ms, whole, renamed or in halves, beside ship --follow into a file, killed again and again: nothing lost, copies only of files under way",
    needs: [],
    trials: 5,
    controls: BOTH,
    trial: into(toFile, followTrial),
  },
  {
    name: "follow-elasticsearch",
    about: "the same into a real Elasticsearch, whose stream rolls over between: each event once",
    needs: ELASTICSEARCH,
    trials: 3,
    controls: BOTH,
    trial: into(toElasticsearch, followTrial),
  },
  {
    name: "workers",
    about:
      "2,040 objects of 3 accounts, 4 Regions and 10 days, backfilled over a queue by four workers, one killed with -9, one hung for longer than its messages stay hidden: each event once, queue and dead-letter queue empty",
    needs: [...ELASTICSEARCH, "AWS_ENDPOINT_URL"],
    trials: 1,
    controls: ["overlook"],
    trial: into(toElasticsearch, (setting, to) =>
      workersTrial(setting, to, from("AWS_ENDPOINT_URL")),
    ),
  },
  {
    name: "disk",
    about:
      "dead letters, checkpoint or output on a disk that gets full: exit 1 with a code, nothing called done that is not safe, the next run with room completes",
    needs: [],
    trials: 9,
    controls: BOTH,
    trial: diskTrial,
  },
];
