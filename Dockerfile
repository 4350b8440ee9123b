# The daemon in a container: wheels are built in the first stage, the second has no build tools.
# The watchlist comes by mount (/etc/tmwatch/watchlist.yaml), secrets from the environment or files, data in /data:
#   docker run -v ./watchlist.yaml:/etc/tmwatch/watchlist.yaml:ro -v tmwatch:/data -e USPTO_API_KEY tmwatch
FROM docker.io/library/python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml README.md ./
COPY watcher ./watcher
RUN python -m venv /opt/tmwatch && /opt/tmwatch/bin/pip install --no-cache-dir .

FROM docker.io/library/python:3.11-slim
COPY --from=build /opt/tmwatch /opt/tmwatch
RUN mkdir /data && chown 10001:10001 /data && chmod 0700 /data
ENV PATH=/opt/tmwatch/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATE_DIRECTORY=/data
USER 10001:10001
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["tmwatch", "--config", "/etc/tmwatch/watchlist.yaml"]
CMD ["run"]
