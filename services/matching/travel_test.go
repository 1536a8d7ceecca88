package matching_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
)

// site makes a site of the practice.
func (b *bundle) site(name string) string {
	b.t.Helper()
	r, err := b.calendar.CreateSite(b.admin(), &schedulingv1.CreateSiteRequest{Site: &schedulingv1.Site{DisplayName: name}, RequestId: uuid.NewString()})
	require.NoError(b.t, err)
	return r.GetSite().GetName()
}

// TestTravel ranks for couples who come in person, to a practice whose two rooms are at two sites.
func TestTravel(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		north, south, bare := b.site("North"), b.site("South"), b.site("Without rooms")
		rooms, err := b.calendar.ListRooms(b.admin(), &schedulingv1.ListRoomsRequest{})
		require.NoError(t, err)
		require.Len(t, rooms.GetRooms(), 2)
		for i, room := range rooms.GetRooms() {
			room.Site = []string{north, south}[i]
			_, err := b.calendar.UpdateRoom(b.admin(), &schedulingv1.UpdateRoomRequest{Room: room, RequestId: uuid.NewString()})
			require.NoError(t, err)
		}
		need := couple()
		need.Modes = []typev1.Need_Mode{typev1.Need_IN_PERSON}
		anywhere := b.rank(newInquiry(), need)
		require.NotEmpty(t, anywhere.GetCandidates())
		for _, sites := range [][]string{{south}, {north, south}} {
			need.Sites = sites
			ranked := b.rank(newInquiry(), need)
			require.Len(t, ranked.GetCandidates(), len(anywhere.GetCandidates()))
			for _, c := range ranked.GetCandidates() {
				requireApart(t, c)
				for _, o := range c.GetOpenings() {
					require.Equal(t, typev1.Need_IN_PERSON, o.GetMode())
				}
			}
		}

		need.Sites = []string{bare}
		ranked := b.rank(newInquiry(), need)
		require.Empty(t, ranked.GetCandidates())
		var far int
		for _, e := range ranked.GetExcluded() {
			if e.GetReasons()[0].GetCode() == "RULE_TRAVEL" {
				require.Equal(t, matchingv1.Reason_POLICY, e.GetReasons()[0].GetEvidence())
				far++
			}
		}
		require.GreaterOrEqual(t, far, len(anywhere.GetCandidates()))
		require.Equal(t, []string{"ADD_VIDEO", "ADD_PHONE", "ANY_SITE"}, changesOf(ranked), "video before other sites, as rules are relaxed")
		require.EqualValues(t, far, ranked.GetCounterfactuals()[2].GetGains())

		// By video it does not matter.
		need.Modes = append(need.Modes, typev1.Need_VIDEO)
		for _, c := range b.rank(newInquiry(), need).GetCandidates() {
			for _, o := range c.GetOpenings() {
				require.Equal(t, typev1.Need_VIDEO, o.GetMode())
			}
		}

		// A site that is gone is one nobody can get to; what is no site is refused.
		need.Modes, need.Sites = need.GetModes()[:1], []string{"sites/" + id.New()}
		require.Empty(t, b.rank(newInquiry(), need).GetCandidates())
		need.Sites = []string{"Main Street 1"}
		_, err = b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: need})
		requireReason(t, errs.ReasonInvalidFields, err)
	})
}
