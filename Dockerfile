# Builds two images: `server` (Qdrant, the server and their supervisor) and `worker`.
# Both are based on Debian 12, because Qdrant's binary requires GLIBC 2.34.
#
#   docker build --target server -t eino-docs-server .
#   docker build --target worker -t eino-docs-worker .
#
# Tags can be moved. To build on exactly the images you tested, pass their digests as well:
#   --build-arg NODE_DIGEST=sha256:… --build-arg QDRANT_DIGEST=sha256:…
# `docker buildx imagetools inspect IMAGE:TAG` prints them.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim
ARG NODE_DIGEST=
ARG QDRANT_IMAGE=qdrant/qdrant:v1.18.3
ARG QDRANT_DIGEST=

FROM ${QDRANT_IMAGE}${QDRANT_DIGEST:+@}${QDRANT_DIGEST} AS qdrant

FROM ${NODE_IMAGE}${NODE_DIGEST:+@}${NODE_DIGEST} AS base
WORKDIR /app

FROM base AS build
# A mirror of npm, if there is one: --build-arg NPM_CONFIG_REGISTRY=https://npm.example.com/
ARG NPM_CONFIG_REGISTRY
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY models/words/table.bin models/words/NOTICE ./models/words/
RUN npm run build

# Type declarations and source maps make up two thirds of the tree and are never read. TypeScript is only
# a peer dependency of the Qdrant client, for its types.
FROM base AS dependencies
ARG NPM_CONFIG_REGISTRY
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && \
    rm -rf node_modules/typescript && \
    find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' \) -delete

# The common part of both images: one layer for the dependencies, and one writable directory, owned by the
# user `node` (1000) of the base image.
FROM base AS program
ENV NODE_ENV=production \
    INDEX_PATH=/data/index.db
RUN install -d -o node -g node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY --from=build /app/dist/shared ./dist/shared
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.version=${VERSION} \
      org.opencontainers.image.revision=${REVISION} \
      org.opencontainers.image.licenses=MIT
VOLUME /data

FROM program AS worker
LABEL org.opencontainers.image.title=eino-docs-worker \
      org.opencontainers.image.description="Updates the index of the EINO documentation and exits"
COPY --from=build /app/dist/worker ./dist/worker
USER 1000
ENTRYPOINT ["node", "dist/worker/main.js"]
CMD ["sync"]

FROM program AS server
LABEL org.opencontainers.image.title=eino-docs-server \
      org.opencontainers.image.description="Serves the EINO documentation over MCP, with the Qdrant that stores it"
# Node collects garbage late if memory seems plentiful. With Qdrant in 512 MB it is not.
ENV NODE_OPTIONS="--max-old-space-size=128" \
    SERVER_MODE=true \
    HOST=0.0.0.0 \
    PORT=3000 \
    QDRANT__SERVICE__HOST=:: \
    QDRANT__SERVICE__ENABLE_STATIC_CONTENT=false \
    QDRANT__STORAGE__STORAGE_PATH=/data/qdrant/storage \
    QDRANT__STORAGE__SNAPSHOTS_PATH=/data/qdrant/snapshots \
    QDRANT__TELEMETRY_DISABLED=true \
    QDRANT__LOG_LEVEL=INFO,actix_web::middleware::logger=WARN \
    QDRANT_INIT_FILE_PATH=/data/qdrant/.initialized
# Not pinned: Debian offers only the newest build of a package in a release, with its security fixes.
# hadolint ignore=DL3008
RUN apt-get update && \
    apt-get install -y --no-install-recommends libunwind8 && \
    rm -rf /var/lib/apt/lists/*
COPY --from=qdrant /qdrant/qdrant /usr/local/bin/qdrant
COPY supervisor.sh ./
COPY --from=build /app/dist/server ./dist/server
# The supervisor starts as root to give Qdrant (1001) and the server (1000) users of their own. Started as
# user 1000, it runs both as that one user.
# hadolint ignore=DL3002
USER 0
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["./supervisor.sh", "--healthy"]
ENTRYPOINT ["./supervisor.sh"]
CMD ["node", "dist/server/main.js"]
