# A worker that reads a queue: sestrail alone, for a read-only root file system. Build it in the folder of this project:
#   docker build --file deploy/worker.Dockerfile --tag sestrail-worker .
FROM node:24.11.1-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN npm ci && npm pack --pack-destination /tmp && npm install --omit=dev --prefix /opt/sestrail /tmp/sestrail-*.tgz

FROM node:24.11.1-bookworm-slim
COPY --from=build /opt/sestrail /opt/sestrail
# A number, so that Kubernetes sees that it is not root.
USER 10001
ENV NODE_ENV=production
# The program itself is process 1, so that it hears SIGTERM: what is begun is finished, the rest goes back to the queue.
ENTRYPOINT ["node", "/opt/sestrail/node_modules/sestrail/dist/main.js"]
CMD ["--help"]
