package rpc

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// TestProfileGoesThereAndBack: nothing that a profile says is lost here.
func TestProfileGoesThereAndBack(t *testing.T) {
	t.Parallel()
	full := &matchingv1.Therapist{}
	fill(full.ProtoReflect())
	full.Insurers = []string{"AETNA:PPO", "OWN_FUND"} // each once, as is asked of a request
	was := domain.Therapist{Profile: profileOf(full), BroughtClients: full.GetCapacity().GetBroughtClients()}
	back := therapistProto(&was)
	// What the service sets and nobody writes.
	for _, p := range []*matchingv1.Therapist{full, back} {
		p.Name, p.Etag, p.CreateTime, p.UpdateTime, p.DeleteTime = "", "", nil, nil, nil
		c := p.GetCapacity()
		c.ActiveClients, c.Reserved, c.NewClients, c.SevereClients = 0, 0, 0, 0
	}
	require.True(t, proto.Equal(full, back), "%v\n%v", full, back)
}
