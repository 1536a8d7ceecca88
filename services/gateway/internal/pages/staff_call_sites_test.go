package pages_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	schedulingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/scheduling/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Where a client can get to is asked where the practice has more than one site, and no address with it.
func TestSitesOfACall(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	require.NotContains(t, b.get("/inquiries/3q").body, "Sites they can get to", "there is one only")

	p.inquiry.Need = &typev1.Need{Sites: []string{"sites/s2"}}
	call := func(sites ...string) []string {
		t.Helper()
		form := b.submitted(b.get("/inquiries/3q"), "/inquiries/3q/call")
		form.Set("outcome", "REACHED")
		form["site"] = sites
		require.Equal(t, "/inquiries/3q?done=called", b.post("/inquiries/3q/call", form).header.Get("Location"))
		return p.recorded[len(p.recorded)-1].GetNeed().GetSites()
	}
	require.Equal(t, []string{"sites/s2"}, call(), "what was not asked is kept")

	p.sites = []*schedulingv1.Site{{Name: "sites/s2", DisplayName: "Riverside"}}
	got := b.get("/inquiries/3q").body
	require.Contains(t, got, "Sites they can get to")
	require.Contains(t, got, `value="sites/s2" checked`)
	require.NotContains(t, got, `value="sites/s1" checked`)
	require.Contains(t, got, "Can get to")
	require.Equal(t, []string{"sites/s1"}, call("sites/s1"))
	require.Empty(t, call(), "none is any")
	require.Empty(t, call("sites/s1", "sites/s2"), "all are any, also one that comes later")

	p.fail["ListSites"] = []error{errs.New(errs.Unavailable, errs.ReasonUnavailable, "away")}
	require.NotContains(t, b.get("/inquiries/3q").body, "Sites they can get to", "the page goes without")
}
