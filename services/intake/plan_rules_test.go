package intake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// changePlanned changes a field of the therapist whom the plan names first.
func (b *bundle) changePlanned(plan *matchingv1.Plan, field string, change func(*matchingv1.Therapist)) {
	b.t.Helper()
	got, err := b.matches.GetTherapist(b.admin(), &matchingv1.GetTherapistRequest{Name: plan.GetAssignments()[0].GetTherapist()})
	require.NoError(b.t, err)
	change(got.GetTherapist())
	_, err = b.matches.UpdateTherapist(b.admin(), &matchingv1.UpdateTherapistRequest{
		Therapist: got.GetTherapist(), UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{field}}, RequestId: newRequest(),
	})
	require.NoError(b.t, err)
}

// A therapist whom a rule excludes by the time of the offer is told as such: the time is not taken, and another one of theirs
// would not do.
func TestCommitPlanKnowsWhoIsExcluded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.waiting(1)
		plan := b.plan()
		b.changePlanned(plan, "formats", func(t *matchingv1.Therapist) { t.Formats = []typev1.Need_Format{typev1.Need_INDIVIDUAL} })
		made, err := b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()})
		require.NoError(t, err)
		require.Equal(t, "THERAPIST_EXCLUDED", made.GetOffers()[0].GetProblem())
		require.Equal(t, "Does not see couples.", made.GetOffers()[0].GetProblemText())
		require.Empty(t, made.GetOffers()[0].GetProposal())
	})
}

// A licence that ends before every opening is named in the plan as it is read, and again when the offer is to be made.
func TestCommitPlanNamesTheLicenseThatEnds(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.waiting(1)
		plan := b.plan()
		b.changePlanned(plan, "licenses", func(t *matchingv1.Therapist) {
			for _, l := range t.GetLicenses() {
				l.ExpireDate = b.clock.Now().Format(time.DateOnly)
			}
		})
		read, err := b.matches.GetPlan(b.desk(), &matchingv1.GetPlanRequest{Name: plan.GetName()})
		require.NoError(t, err)
		now := read.GetPlan().GetAssignments()[0]
		require.Equal(t, matchingv1.Plan_THERAPIST_EXCLUDED, now.GetObstacle())
		require.Contains(t, now.GetObstacleText(), "The license ends on ")
		made, err := b.staff.CommitPlan(b.admin(), &intakev1.CommitPlanRequest{Name: plan.GetName(), RequestId: newRequest()})
		require.NoError(t, err)
		require.Equal(t, now.GetObstacle().String(), made.GetOffers()[0].GetProblem())
		require.Equal(t, now.GetObstacleText(), made.GetOffers()[0].GetProblemText())
	})
}
