package pages_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// Whoever may be at risk, or must be seen soon, is marked on the waitlist and in a plan, and whoever is at acute risk as those are whose
// questionnaire asks for a licensed person.
func TestMarksOfANeed(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	for _, c := range []struct {
		need  *typev1.Need
		marks string
	}{
		{&typev1.Need{Risk: typev1.Risk_ACUTE, RiskFlag: true}, `<strong class="state state-risk">A licensed person speaks first</strong>`},
		{&typev1.Need{Risk: typev1.Risk_ELEVATED}, `<strong class="state state-risk">May be at risk</strong>`},
		{&typev1.Need{RiskFlag: true, Tier: typev1.Urgency_PRIORITY}, `<strong class="state state-risk">May be at risk</strong> <span class="state">Priority</span>`},
	} {
		p.need = c.need
		require.Contains(t, b.get("/waitlist").body, `href="/inquiries/zz34567later">Client ZZ3456</a> `+c.marks)
		plan := b.get("/waitlist/plans/pl1").body
		require.Contains(t, plan, `href="/inquiries/c1">Mia Ruiz</a> `+c.marks)
		require.Contains(t, plan, `href="/inquiries/w1">Client W1</a> `+c.marks)
	}
	p.need = &typev1.Need{}
	require.NotContains(t, b.get("/waitlist").body, "state-risk")
	require.NotContains(t, b.get("/waitlist/plans/pl1").body, "state-risk")
}

// Clients are named by the rows that are shown, whoever came in since, and those to whom a plan gives nobody as well.
func TestTheRowsShownAreNamed(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	require.Equal(t, http.StatusOK, b.get("/waitlist").status)
	require.Equal(t, [][]string{{"inquiries/c1", "inquiries/zz34567later"}}, p.askedFor)
	p.askedFor = nil
	require.Contains(t, b.get("/waitlist/plans/pl1").body, "No offer from this plan")
	require.Len(t, p.askedFor, 1)
	require.Subset(t, p.askedFor[0], []string{"inquiries/c1", "inquiries/p4", "inquiries/w1", "inquiries/w2"})
}
