// Package convert translates between the API's messages and the domain's types where two sides of intake need it: the
// RPC layer, and the clients of the other services.
package convert

import (
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
)

// NeedFrom returns the domain's need. Its JSON form is the message's.
func NeedFrom(m *typev1.Need) (domain.Need, error) {
	var n domain.Need
	if m == nil {
		return n, nil
	}
	data, err := protojson.Marshal(m)
	if err != nil {
		return n, fmt.Errorf("need: %w", err)
	}
	if err := json.Unmarshal(data, &n); err != nil {
		return n, fmt.Errorf("need: %w", err)
	}
	return n, nil
}

// NeedTo is the inverse of NeedFrom. Values this version does not know any more are left out.
func NeedTo(n domain.Need) (*typev1.Need, error) {
	data, err := json.Marshal(n)
	if err != nil {
		return nil, fmt.Errorf("need: %w", err)
	}
	m := &typev1.Need{}
	if err := (protojson.UnmarshalOptions{DiscardUnknown: true}).Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("need: %w", err)
	}
	return m, nil
}
