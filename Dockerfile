# One static binary on an empty image: no shell, no package manager, not root.
#   docker build --build-arg VERSION="$(git describe --tags --always)" -t talkoot .

FROM node:22-bookworm-slim AS pages
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM golang:1.26-bookworm AS binary
WORKDIR /src
ENV CGO_ENABLED=0 GOFLAGS="-trimpath -buildvcs=false"
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=pages /src/frontend/dist frontend/dist
ARG VERSION=development
RUN go build -ldflags "-s -w -X main.version=${VERSION}" -o /out/talkoot ./cmd/talkoot \
 && mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=binary /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=binary /out/talkoot /usr/local/bin/talkoot
COPY --from=binary --chown=65532:65532 /out/data /data
COPY --from=binary --chown=65532:65532 /out/tmp /tmp
USER 65532:65532
ENV TALKOOT_ADDR=0.0.0.0:8080 TALKOOT_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["/usr/local/bin/talkoot", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/talkoot"]
CMD ["serve"]
