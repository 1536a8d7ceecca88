package rpc

import (
	"testing"

	"google.golang.org/protobuf/proto"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// FuzzMerge feeds paths nobody wrote on purpose: whatever comes, there is a profile or a refusal, what is stored is not
// touched, and what only the service sets stays.
func FuzzMerge(f *testing.F) {
	for _, path := range []string{"*", "", ".", "fee_cents", "capacity.accepting", "capacity.reserved", "licenses.state", "style.warmth.x", "etag"} {
		f.Add(path, "display_name")
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		before := current()
		got, err := merge(before, &matchingv1.Therapist{DisplayName: "X", FeeCents: 7}, []string{one, two})
		if !proto.Equal(current(), before) {
			t.Fatal("the stored profile changed")
		}
		if err == nil && (got.GetName() != before.GetName() || got.GetEtag() != before.GetEtag() || got.GetCapacity().GetReserved() != 1) {
			t.Fatal("an output changed")
		}
	})
}
