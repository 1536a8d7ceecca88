package matching_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Therapists are found by name, page by page; a page belongs to what was asked for.
func TestFindTherapistsByName(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		for _, name := range []string{"Zoë Query, LP", "Dr. Ann Query", "Ann Queries", "Ann Other"} {
			therapist := newcomer()
			therapist.DisplayName = name
			_, err := b.staff.CreateTherapist(b.admin(), &matchingv1.CreateTherapistRequest{Therapist: therapist, RequestId: newRequest()})
			require.NoError(t, err)
		}
		var found []string
		req := &matchingv1.ListTherapistsRequest{Query: " QUER", PageSize: 2}
		for {
			r, err := b.staff.ListTherapists(b.desk(), req)
			require.NoError(t, err)
			for _, therapist := range r.GetTherapists() {
				found = append(found, therapist.GetDisplayName())
			}
			if req.PageToken = r.GetNextPageToken(); req.GetPageToken() == "" {
				break
			}
			_, err = b.staff.ListTherapists(b.desk(), &matchingv1.ListTherapistsRequest{Query: "ann", PageToken: req.GetPageToken()})
			requireReason(t, errs.ReasonInvalidPageToken, err)
		}
		require.Equal(t, []string{"Ann Queries", "Dr. Ann Query", "Zoë Query, LP"}, found)
		r, err := b.staff.ListTherapists(b.desk(), &matchingv1.ListTherapistsRequest{Query: "zoe que"})
		require.NoError(t, err)
		require.Len(t, r.GetTherapists(), 1)
		for query, all := range map[string]bool{"!!!": false, " -.\u0301": false, "  ": true, "": true} {
			r, err := b.staff.ListTherapists(b.desk(), &matchingv1.ListTherapistsRequest{Query: query})
			require.NoError(t, err)
			require.Equal(t, all, len(r.GetTherapists()) > 0, "%q", query)
		}
	})
}
