/**
 * A stub of what may stand before a server and break HTTP itself: it answers bytes as they are, or cuts connections. What
 * no well-kept server can be brought to do. It listens on 127.0.0.1, on a port of the system's choice.
 */
import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** A running stub. */
export interface RawStub {
  readonly url: string;
  close(): Promise<void>;
}

/** Told of each connection's first piece of a request. */
export type RawAnswering = (socket: Socket, head: string) => void;

/** Starts a stub. */
export async function startRawStub(answer: RawAnswering): Promise<RawStub> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    socket.on("data", (head) => answer(socket, head.toString("latin1")));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
