# The image of every service of ours in docker-compose.yml: Prefect's server, the workers, the one-off commands.
#
#   docker build -t cppcc .
#
# The environment is made in a stage of its own and copied, so that the image holds nothing that only building needs.
FROM python:3.11.14-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/cppcc
WORKDIR /src
# The lock first: as long as it stays the same, the packages are taken from the cache.
COPY requirements.lock ./
RUN /opt/cppcc/bin/pip install --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY crawler crawler
COPY flows flows
COPY sql sql
RUN /opt/cppcc/bin/pip install --no-deps --no-build-isolation . \
    && /opt/cppcc/bin/python -m compileall -q /opt/cppcc/lib


FROM python:3.11.14-slim-bookworm

# A named volume that is mounted at an empty folder of the image is owned like it.
RUN useradd --uid 10001 --create-home cppcc \
    && install -d -o cppcc -g cppcc /var/lib/cppcc
COPY --from=build /opt/cppcc /opt/cppcc
ENV PATH=/opt/cppcc/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CPPCC_HOME=/var/lib/cppcc
USER cppcc
WORKDIR /var/lib/cppcc
ENTRYPOINT ["cppcc"]
CMD ["--help"]
