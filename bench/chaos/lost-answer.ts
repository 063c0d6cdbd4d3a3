/**
 * Answers of a real Elasticsearch that are lost on their way back, and a stream that rolls over before the batch is sent
 * again: what was taken and not heard of must not be there twice.
 */
import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Chance } from "../chance.ts";
import { openAccount, type Figures } from "./account.ts";
import { runChild } from "./child.ts";
import type { Destination } from "./destinations.ts";
import { writeTrail } from "./trail.ts";
import type { Setting } from "./trial.ts";

const FILES = 40;
const EVENTS = 100;
const LOST = 0.4;
/** So that the run comes to its end. */
const MOST_LOST = 6;

/** Stands before a server, and cuts the connection in place of some of its answers to bulk requests. */
async function losingProxy(
  target: URL,
  chance: Chance,
  onLost: () => Promise<void>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  let lost = 0;
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const { hostname, port } = target;
    const { method, url = "/", headers } = incoming;
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      if (!url.includes("_bulk") || lost >= MOST_LOST || !chance.is(LOST)) {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        return;
      }
      lost += 1;
      answer.resume().on("end", () => {
        void onLost().finally(() => response.destroy());
      });
    });
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** One trial. */
export async function lostAnswerTrial(
  setting: Setting,
  destination: Destination,
  url: string,
): Promise<Figures> {
  const { folder, chance, control } = setting;
  const trail = writeTrail(join(folder, "trail"), setting.files ?? FILES, setting.events ?? EVENTS);
  const checkpoint = join(folder, "checkpoint");
  const account = openAccount(trail, checkpoint, destination, control === "overlook");
  let lost = 0;
  const proxy = await losingProxy(new URL(url), chance, async () => {
    lost += 1;
    await destination.disturb();
  });
  try {
    const to = destination.args.map((arg) => arg.replace(url, proxy.url));
    const args = ["ship", trail.folder, "--checkpoint", checkpoint, ...to];
    await runChild(args, [0]);
    await account.look();
    if (control === "forget") {
      await destination.disturb();
      rmSync(checkpoint);
      await runChild(args, [0]);
    }
    return { "answers lost": lost, ...(await account.settle()) };
  } finally {
    await proxy.close();
  }
}
