package rpcserver

import (
	"errors"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/firstcall-health/firstcall/pkg/policy"
)

// method is what the chain knows about a registered method.
type method struct {
	policy.Method
	validator *Validator
}

// exempt are the services that are infrastructure: no person acts, nothing personal is told.
func exempt(service string) bool {
	return strings.HasPrefix(service, "grpc.health.") || strings.HasPrefix(service, "grpc.reflection.")
}

// readMethods builds the table of everything that may be called. What is not in it is denied.
func readMethods(services []string) (map[string]*method, error) {
	slices.Sort(services)
	table := make(map[string]*method)
	var inputs []protoreflect.MessageDescriptor
	var failed error
	for _, service := range services {
		if exempt(service) {
			continue
		}
		policies, err := policy.Of(service)
		failed = errors.Join(failed, err)
		for _, p := range policies {
			table[p.FullName] = &method{Method: p}
			inputs = append(inputs, p.Input)
		}
	}
	if failed != nil {
		return nil, failed
	}
	validator, err := NewValidator(inputs...)
	if err != nil {
		return nil, err
	}
	for _, m := range table {
		m.validator = validator
	}
	return table, nil
}
