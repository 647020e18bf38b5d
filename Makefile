# Talkoot: the commands. A machine with Go, Node and make is enough; `make` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# One set of flags for build, lint and test: with others Go would compile the embedded database a
# second time, which takes minutes. No cgo: the binary runs on any Linux, from any base image.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath -buildvcs=false

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
TOOL := go tool -modfile=.ci/tools/go.mod

# What the pages are made of. Folders are in the list because their time tells of a removed file.
WEB_SOURCES := $(shell find frontend/src frontend/public frontend/build 2>/dev/null) \
	$(wildcard frontend/*.html frontend/*.ts frontend/*.js frontend/*.mjs frontend/*.json)
# npm writes this file last, so it is there only when an install was whole.
PACKAGES := frontend/node_modules/.package-lock.json
PAGES := frontend/dist/index.html

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## build, then serve the demonstration on http://localhost:8080
	@exec bin/talkoot demo

# The pages and the Go packages have nothing to wait for in each other, so the first build makes
# both at once. What goes wrong in the Go half is told by the second command.
.PHONY: build
build: ## leave the one binary, pages inside, at bin/talkoot
	@$(MAKE) -j2 web warm
	go build -ldflags '-s -w -X main.version=$(VERSION)' -o bin/talkoot ./cmd/talkoot

.PHONY: web
web: $(PAGES)
	@:

.PHONY: warm
warm:
	@go build ./internal/... 2>/dev/null || true

# Times change with every checkout and content does not, so a copy of the lock file tells what is installed.
$(PACKAGES): frontend/package-lock.json
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); if (a < 20 || (a === 20 && b < 19)) { console.error("Talkoot needs Node 20.19 or newer; this is " + process.version); process.exit(1) }'
	@if [ -f $@ ] && cmp -s $< frontend/node_modules/.installed.json; then touch $@; exit; fi; \
	echo "npm ci"; cd frontend; npm ci --no-audit --no-fund; cp package-lock.json node_modules/.installed.json; touch node_modules/.package-lock.json

$(PAGES): $(PACKAGES) $(WEB_SOURCES)
	cd frontend && npm run --silent build
	@touch $@

.PHONY: generate
generate: generate-go generate-web ## write the Go server and the TypeScript client from api/openapi.yaml

.PHONY: generate-go
generate-go:
	@mkdir -p internal/httpapi/gen
	$(TOOL) oapi-codegen --config api/oapi-codegen.yaml api/openapi.yaml

.PHONY: generate-web
generate-web: $(PACKAGES)
	cd frontend && npm run --silent generate

.PHONY: lint
lint: lint-go lint-web ## formatting, go vet, staticcheck, ESLint, Prettier, TypeScript

.PHONY: lint-go
lint-go:
	@unformatted="$$(gofmt -l cmd internal migrations frontend/*.go)"; \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:" $$unformatted; exit 1; fi
	go vet ./...
	$(TOOL) staticcheck ./...

.PHONY: lint-web
lint-web: $(PACKAGES)
	cd frontend && npm run --silent lint
	cd frontend && node_modules/.bin/tsc --noEmit

.PHONY: test
test: ## everything: generated files, linters, unit tests on both databases, browser journeys
	@.ci/test

.PHONY: journeys
journeys: build ## only the browser journeys, against the binary
	@.ci/journeys

.PHONY: bench
bench: ## the benchmarks, the two databases side by side
	@.ci/bench

.PHONY: faults
faults: build ## kill, cut off and starve a running server, and count what is lost (docs/faults.md)
	@.ci/faults

.PHONY: clean
clean: ## remove what the other commands made
	rm -rf bin .cache frontend/node_modules frontend/test-results frontend/playwright-report
	find frontend/dist -mindepth 1 ! -name .gitkeep -delete
