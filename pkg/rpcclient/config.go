package rpcclient

import (
	"encoding/json"
	"slices"
	"strings"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/policy"
)

// The parts of gRPC's service config that are used; see grpc/grpc-proto service_config.proto.
type (
	serviceConfigJSON struct {
		LoadBalancing   []map[string]struct{} `json:"loadBalancingConfig"`
		Methods         []methodConfig        `json:"methodConfig,omitempty"`
		RetryThrottling retryThrottling       `json:"retryThrottling"`
	}
	methodConfig struct {
		Names []methodName `json:"name"`
		Retry retryPolicy  `json:"retryPolicy"`
	}
	methodName struct {
		Service string `json:"service"`
		Method  string `json:"method"`
	}
	retryPolicy struct {
		MaxAttempts          int      `json:"maxAttempts"`
		InitialBackoff       string   `json:"initialBackoff"`
		MaxBackoff           string   `json:"maxBackoff"`
		BackoffMultiplier    float64  `json:"backoffMultiplier"`
		RetryableStatusCodes []string `json:"retryableStatusCodes"`
	}
	retryThrottling struct {
		MaxTokens  int     `json:"maxTokens"`
		TokenRatio float64 `json:"tokenRatio"`
	}
)

// serviceConfig spreads calls over every server behind the target, and repeats what may be repeated when a server
// does not answer.
func serviceConfig(methods map[string]policy.Method) string {
	var names []methodName
	for _, m := range methods {
		if repeatable(m.Idempotency) {
			service, method, _ := strings.Cut(strings.TrimPrefix(m.FullName, "/"), "/")
			names = append(names, methodName{Service: service, Method: method})
		}
	}
	slices.SortFunc(names, func(a, b methodName) int {
		return strings.Compare(a.Service+"/"+a.Method, b.Service+"/"+b.Method)
	})
	cfg := serviceConfigJSON{
		LoadBalancing:   []map[string]struct{}{{"round_robin": {}}},
		RetryThrottling: retryThrottling{MaxTokens: 10, TokenRatio: 0.1},
	}
	if len(names) > 0 {
		cfg.Methods = []methodConfig{{Names: names, Retry: retryPolicy{
			MaxAttempts: 4, InitialBackoff: "0.1s", MaxBackoff: "1s", BackoffMultiplier: 2,
			RetryableStatusCodes: []string{"UNAVAILABLE"},
		}}}
	}
	text, err := json.Marshal(cfg)
	if err != nil {
		// Strings and numbers only: it cannot fail.
		panic(err)
	}
	return string(text)
}

func repeatable(i optionsv1.Policy_Idempotency) bool {
	return i == optionsv1.Policy_READ || i == optionsv1.Policy_IDEMPOTENT || i == optionsv1.Policy_REQUEST_ID
}
