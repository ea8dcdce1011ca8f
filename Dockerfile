# tradewire on a CPU, without root. The weights lie in the volume /weights:
#   docker build -t tradewire .                          fetched into it once (`models pull`)
#   docker build -t tradewire --build-arg WEIGHTS=yes .  built in; a new volume begins with them
FROM python:3.12-slim-bookworm AS build

# torch for CPUs: the one from PyPI would bring CUDA along, several GB.
ARG TORCH_WHEELS=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY index index
COPY rag rag
COPY eval eval
COPY ui ui
COPY seeds seeds
RUN python -m venv /opt/tradewire \
 && /opt/tradewire/bin/pip install --extra-index-url "$TORCH_WHEELS" ".[server]"

FROM python:3.12-slim-bookworm

# What llama.cpp and onnxruntime compute with in parallel. hadolint's DL3008 is off for it: the
# image's own Debian release fixes the version.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgomp1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --shell /usr/sbin/nologin tradewire \
 && mkdir -p /data /weights \
 && chown tradewire:tradewire /data /weights

COPY --from=build /opt/tradewire /opt/tradewire
ENV PATH=/opt/tradewire/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    TRADEWIRE_INDEX=/data/index TRADEWIRE_HISTORY=/data/history.sqlite TRADEWIRE_CACHE=/weights

USER 10001
WORKDIR /data
ARG WEIGHTS=no
RUN if [ "$WEIGHTS" = yes ]; then tradewire models pull; fi
VOLUME ["/data", "/weights"]

EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Who is let in, and under which address, is said behind it: docs/serving.md.
ENTRYPOINT ["tradewire"]
CMD ["chat", "--host", "0.0.0.0", "--port", "8000", "--no-browser", "--log", "events"]
