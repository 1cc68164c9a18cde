# docker build -t whosaid . && docker run --rm -v "$PWD:/data" whosaid run articles --out out
FROM python:3.12-slim AS wheel
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY flows flows
COPY transforms transforms
COPY whosaid whosaid
COPY seeds seeds
COPY sql sql
COPY data/models data/models
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM python:3.12-slim
COPY constraints.txt /tmp/constraints.txt
RUN --mount=type=bind,from=wheel,source=/wheel,target=/wheel \
    pip install --no-cache-dir --constraint /tmp/constraints.txt /wheel/*.whl
RUN useradd --create-home whosaid
USER whosaid
WORKDIR /data
ENTRYPOINT ["whosaid"]
CMD ["--help"]
