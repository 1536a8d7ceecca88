package fhir

import (
	"context"
	_ "embed"
	"encoding/json"
)

// capability says what is here, and nothing of the practice: whoever reaches the listener may read it, as with the
// OpenAPI document.
//
//go:embed capability.json
var capability []byte

func (s *Service) metadata(context.Context, *Request) (*Answer, error) {
	return &Answer{Resource: json.RawMessage(capability)}, nil
}
