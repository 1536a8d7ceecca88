package pages_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Whoever is ruled out by nothing but what may be overridden can be booked from the page, for a reason; nobody else.
func TestOverrideARule(t *testing.T) {
	t.Parallel()
	const path = "/inquiries/3q/override?decision=decisions%2Fd1&therapist=therapists%2Ft4"
	p := newPractice()
	p.inquiry.State = intakev1.Inquiry_CONSULTED
	b := staff(t, p)
	page := b.post("/inquiries/3q/match", nil).body
	require.Contains(t, page, `<a href="/inquiries/3q/override?decision=decisions%2Fd1&amp;therapist=therapists%2Ft4">Choose Bo Lind, LP all the same</a>`)
	require.NotContains(t, page, "Choose Lea Novak", "a licence is nobody's to waive")

	got := b.get(path)
	for _, words := range []string{"Bo Lind, LP in spite of a rule", "<li>Not by video.</li>", "Tue Nov 24, 3:00 pm", "No names, no numbers"} {
		require.Contains(t, got.body, words)
	}
	form := b.submitted(got, "/inquiries/3q/override")
	got = b.post("/inquiries/3q/override", form)
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, `href="#opening"`)
	require.Contains(t, got.body, `href="#override"`)
	require.Empty(t, p.paired)

	form = with(form, "opening", "therapists/t4|s7", "override", " in person after all ")
	p.fail["PairInquiry"] = []error{errs.New(errs.Aborted, "SLOT_TAKEN", "taken"), errs.New(errs.Unavailable, errs.ReasonUnavailable, "down")}
	got = b.post("/inquiries/3q/override", form)
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "just been taken")
	require.Equal(t, " in person after all ", b.submitted(got, "/inquiries/3q/override").Get("override"))
	require.Equal(t, http.StatusServiceUnavailable, b.post("/inquiries/3q/override", form).status)
	require.Equal(t, "/inquiries/3q?done=paired", b.post("/inquiries/3q/override", form).header.Get("Location"))
	paired := p.paired[0]
	require.Equal(t, []string{"decisions/d1", "therapists/t4", "s7", "in person after all"},
		[]string{paired.GetDecision(), paired.GetTherapist(), paired.GetSlot(), paired.GetOverrideReason()})

	require.Contains(t, b.get("/inquiries/3q/override?decision=decisions%2Fbooked-out&therapist=therapists%2Ft4").body, "There is no opening with Bo Lind, LP")
	p.fail["FindOverrideOpenings"] = []error{errs.New(errs.FailedPrecondition, "THERAPIST_EXCLUDED", "no")}
	got = b.get(path)
	require.Contains(t, got.body, "A rule that cannot be set aside excludes that therapist")
}
