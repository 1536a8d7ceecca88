.PHONY: gen
BIN := .tools/bin
gen: $(BIN)/buf .cache/protodeps
	$(BIN)/buf generate
.cache/protodeps:
	cd .tools && GOWORK=off go run ./protodeps ../.cache/protodeps
