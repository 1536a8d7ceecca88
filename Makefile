SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test bench lint gen verify deps

BIN     := .tools/bin
MODULES := gen/go pkg services
TOOLS   := buf protoc-gen-go protoc-gen-go-grpc protoc-gen-grpc-gateway protoc-gen-openapiv2 golangci-lint kubecheck mkimage
export CGO_ENABLED ?= 1

help: ## Show this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Start everything in one process with a demo practice
	@CGO_ENABLED=0 go build -o var/firstcall ./services/firstcall/cmd/firstcall
	@FIRSTCALL_MODE=$${FIRSTCALL_MODE:-demo} FIRSTCALL_LOG_LEVEL=$${FIRSTCALL_LOG_LEVEL:-warn} exec ./var/firstcall serve

test: deps lint verify ## Install what is missing, then check and test everything
	.tools/test.sh

bench: ## Measure the journey next to something real; one table and bench.json (LONG=1: the largest sizes)
	.tools/bench.sh

lint: $(addprefix $(BIN)/,buf golangci-lint) .cache/protodeps ## Check style and the direction of imports
	$(BIN)/buf lint
	$(BIN)/buf format -d --exit-code proto
	@test -z "$$(gofmt -l $(MODULES))" || { gofmt -d $(MODULES); exit 1; }
	@for m in $(MODULES); do (cd $$m && $(CURDIR)/$(BIN)/golangci-lint run --config $(CURDIR)/.golangci.yml ./...) || exit 1; done

gen: $(addprefix $(BIN)/,buf protoc-gen-go protoc-gen-go-grpc protoc-gen-grpc-gateway protoc-gen-openapiv2) .cache/protodeps ## Regenerate code and OpenAPI from the protos
	$(BIN)/buf generate
	$(BIN)/buf generate --template .tools/openapi/public.gen.yaml
	$(BIN)/buf generate --template .tools/openapi/staff.gen.yaml
	cd services && CGO_ENABLED=0 go generate ./matching/internal/vocabulary

verify: gen $(BIN)/kubecheck ## Check that generated files, modules, API and manifests are as committed
	.tools/verify.sh

deps:
	@.tools/deps.sh

.cache/protodeps: .tools/go.sum .tools/protodeps/main.go
	@rm -rf $@ && cd .tools && GOWORK=off go run ./protodeps ../.cache/protodeps

$(BIN)/buf: .tools/buf/go.sum
	cd .tools/buf && CGO_ENABLED=0 GOWORK=off go build -o ../bin/buf github.com/bufbuild/buf/cmd/buf
$(BIN)/golangci-lint: .tools/lint/go.sum
	cd .tools/lint && CGO_ENABLED=0 GOWORK=off go build -o ../bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
$(BIN)/protoc-gen-%: .tools/go.sum
	cd .tools && CGO_ENABLED=0 GOWORK=off go build -o bin/ $$(GOWORK=off go list tool | grep $*$$)
$(BIN)/%: .tools/deploy/go.sum .tools/deploy/*/*.go
	cd .tools/deploy && CGO_ENABLED=0 GOWORK=off go build -o ../bin/$* ./$*
