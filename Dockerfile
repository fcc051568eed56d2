# One image for every role; the command says which. Not root, nothing written outside /data and /tmp.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY ingest ingest
COPY streams streams
COPY alerts alerts
COPY tocsin tocsin
COPY config config
RUN python -m venv /app \
    && /app/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt '.[distributed]'

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --user-group --home-dir /data tocsin && install -d -o tocsin -g tocsin /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TOCSIN_DATA=/data
USER tocsin
VOLUME /data
ENTRYPOINT []
CMD ["tocsin", "run"]
