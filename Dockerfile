# The sandbox republic in a container. PostgreSQL runs beside it (compose.yaml); the folder of state is a volume.
# Any Debian-like image with Node 18 or later and npm will do as BASE: what is missing is fetched while the image is built.
ARG BASE=docker.io/library/node:24.21.0-bookworm-slim
FROM ${BASE}

WORKDIR /srv/ruqsat
COPY . .
# Fetches Node 24 where BASE has an older one, installs the packages by the lock file, and lists the commands.
# `ruqsat` is `npx ruqsat` for a user without a home, whom npm refuses: `docker compose exec house ruqsat status`.
RUN node tools/ruqsat.mjs --help && ln -s /srv/ruqsat/tools/ruqsat.mjs /usr/local/bin/ruqsat && mkdir -p /var/lib/ruqsat && chown -R 65534:65534 /var/lib/ruqsat

ENV RUQSAT_STATE=/var/lib/ruqsat
VOLUME /var/lib/ruqsat
USER 65534:65534
EXPOSE 8080 8081 8082
CMD ["node", "tools/boot.mjs", "start"]
