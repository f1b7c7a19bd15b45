# The images of LedgerFlow. Stages: base, assets, tools, build, dev-packages, dev, proxy, prod.
# `docker build .` makes the production image; Compose names the stage that it wants.
# Nothing here needs a secret, and no layer holds one.
ARG PYTHON_VERSION=3.12.12
ARG NODE_VERSION=22
ARG CADDY_VERSION=2.10

# What development and production share: the interpreter, the user, the places that it may write.
FROM python:${PYTHON_VERSION}-slim-bookworm AS base
ENV LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONFAULTHANDLER=1 \
    PATH=/opt/venv/bin:$PATH
RUN groupadd --gid 10001 ledgerflow \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/ledgerflow \
        --shell /usr/sbin/nologin ledgerflow \
    && install -d -o 10001 -g 10001 -m 0750 \
        /var/lib/ledgerflow /var/lib/ledgerflow/media /backups
WORKDIR /app

# Style sheet, charts and the index of brands from npm; no package may run a script.
FROM node:${NODE_VERSION}-bookworm-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-progress

# The installer, pinned by hash like everything that it installs.
FROM base AS tools
ENV UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY requirements/bootstrap.txt requirements/
RUN pip install --quiet --no-cache-dir --root-user-action=ignore --require-hashes \
        -r requirements/bootstrap.txt

# What production runs: locked packages, code, compressed static files, all of it compiled.
FROM tools AS build
ARG WITH_OCR=0
ARG WITH_LLM=0
COPY requirements/prod.txt requirements/ocr.txt requirements/llm.txt requirements/
# Left out unless asked for: the recognition of scanned statements, about 200 MB (WITH_OCR=1), and
# the clients of language models, about 110 MB (WITH_LLM=1). Of Babel stays what pages speak: the
# other languages are 30 MB, and currencies are not among them.
RUN --mount=type=cache,target=/root/.cache \
    uv venv --quiet --python /usr/local/bin/python3 /opt/venv \
    && uv pip sync --quiet --require-hashes --python /opt/venv/bin/python requirements/prod.txt \
    && if [ "$WITH_OCR" = 1 ]; then \
        uv pip install --quiet --require-hashes --python /opt/venv/bin/python -r requirements/ocr.txt; \
    fi \
    && if [ "$WITH_LLM" = 1 ]; then \
        uv pip install --quiet --require-hashes --python /opt/venv/bin/python -r requirements/llm.txt; \
    fi \
    && find /opt/venv/lib -path '*/babel/locale-data/*.dat' \
        ! -name root.dat ! -name 'en*.dat' ! -name 'de*.dat' -delete
COPY docker/image/ docker/image/
RUN sh docker/image/link.sh /app
COPY manage.py ./
COPY scripts/assets.py scripts/build_knowledge.py scripts/
COPY ledgerflow/ ledgerflow/
COPY tools/ tools/
COPY samples/ samples/
COPY docs/ docs/
COPY --from=assets /assets/node_modules/ node_modules/
RUN python docker/image/static_files.py /app/static \
    && python -m compileall -q --invalidation-mode unchecked-hash /opt/venv/lib ledgerflow tools \
        manage.py

FROM tools AS dev-packages
COPY requirements/dev.txt requirements/
RUN --mount=type=cache,target=/root/.cache \
    uv venv --quiet --python /usr/local/bin/python3 /opt/venv \
    && uv pip sync --quiet --require-hashes --python /opt/venv/bin/python requirements/dev.txt
COPY docker/image/link.sh docker/image/
RUN sh docker/image/link.sh /app

# Development: the code is the checkout, mounted at /app.
FROM base AS dev
COPY --from=dev-packages /opt/venv/ /opt/venv/
ENV DJANGO_SETTINGS_MODULE=ledgerflow.settings.dev \
    LEDGERFLOW_STATE_DIR=/var/lib/ledgerflow \
    LEDGERFLOW_BACKUP_DIR=/backups
LABEL org.opencontainers.image.title="LedgerFlow for development"
USER 10001:10001
EXPOSE 9001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "ledgerflow.ops.probe", "web", "9001"]
CMD ["python", "manage.py", "runserver", "0.0.0.0:9001"]

# The proxy: Caddy with our configuration, for an ordinary user.
FROM caddy:${CADDY_VERSION}-alpine AS proxy
# A copy has no file capabilities: with them the kernel refuses to start it where all are dropped.
# The folders' owner is what a new volume takes over.
RUN cp /usr/bin/caddy /usr/bin/caddy.plain && mv -f /usr/bin/caddy.plain /usr/bin/caddy \
    && mkdir -p /data /config && chown -R 10001:10001 /data /config && chmod 0750 /data /config
COPY docker/proxy/Caddyfile /etc/caddy/Caddyfile
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/config
LABEL org.opencontainers.image.title="LedgerFlow's proxy"
USER 10001:10001
EXPOSE 8080 8443
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:2020/"]
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]

# Production: web, workers, migrations and backups are this one image with different commands.
FROM base AS prod
ARG WITH_RCLONE=0
# rclone, for off-site copies to object stores, is left out unless asked for (WITH_RCLONE=1).
# Nothing is ever installed in a running container.
# hadolint ignore=DL3008
RUN if [ "$WITH_RCLONE" = 1 ]; then \
        apt-get update && apt-get install -y --no-install-recommends rclone \
        && rm -rf /var/lib/apt/lists/*; \
    fi \
    && python -m pip uninstall --yes --quiet --root-user-action=ignore pip
COPY --from=build /opt/venv/ /opt/venv/
COPY --from=build /app/manage.py ./
COPY --from=build /app/ledgerflow/ ledgerflow/
COPY --from=build /app/tools/ tools/
COPY --from=build /app/samples/ samples/
COPY --from=build /app/docs/ docs/
COPY --from=build /app/static/ static/
ARG LEDGERFLOW_VERSION=0.1.0
ARG LEDGERFLOW_REVISION=unknown
ENV DJANGO_SETTINGS_MODULE=ledgerflow.settings.prod \
    LEDGERFLOW_STATE_DIR=/var/lib/ledgerflow \
    LEDGERFLOW_MEDIA_DIR=/var/lib/ledgerflow/media \
    LEDGERFLOW_STATIC_DIR=/app/static \
    LEDGERFLOW_BACKUP_DIR=/backups \
    LEDGERFLOW_WORKER_HEARTBEAT=/tmp/worker.heartbeat \
    LEDGERFLOW_REVISION=$LEDGERFLOW_REVISION
LABEL org.opencontainers.image.title="LedgerFlow" \
    org.opencontainers.image.description="From bank statements to books that an accountant signs" \
    org.opencontainers.image.version=$LEDGERFLOW_VERSION \
    org.opencontainers.image.revision=$LEDGERFLOW_REVISION \
    org.opencontainers.image.licenses="MIT"
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-m", "ledgerflow.ops.probe", "web"]
CMD ["ledgerflow", "web", "--bind", "0.0.0.0:8000"]
