package pages_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func TestMeasuresPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	require.NotContains(t, b.get("/waitlist").body, `href="/measures"`, "not for the front desk")

	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICIAN}
	got := b.get("/measures").body
	for _, words := range []string{
		"1 answer asks for a licensed person", "Client ABCDEF", `href="/inquiries/abcdefg"`, "PHQ-9: 14, moderate", "How much it troubled them: 7<",
		"no therapist yet", "To be looked at", `href="/measures?page=older"`, "The clinical lead marks these",
	} {
		require.Contains(t, got, words)
	}
	require.NotContains(t, got, "/acknowledge")

	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICAL_LEAD}
	require.Equal(t, "/measures", b.get("/").header.Get("Location"))
	got = b.get("/measures?page=older").body
	require.Contains(t, got, "The front desk finds the client at /inquiries/abcdefg.")
	require.NotContains(t, got, `href="/inquiries`)
	require.Contains(t, got, `action="/measures/m1/acknowledge"`)
	require.Equal(t, "/measures", b.post("/measures/m1/acknowledge", nil).header.Get("Location"))
	require.Equal(t, []string{"measures/m1"}, p.looked)
	got = b.get("/measures").body
	require.Contains(t, got, "No answer asks for a licensed person.")
	require.Contains(t, got, "A licensed person looked")

	p.fail["AcknowledgeMeasure"] = []error{errs.New(errs.NotFound, errs.ReasonNotFound, "no")}
	require.Equal(t, http.StatusNotFound, b.post("/measures/m9/acknowledge", nil).status)
	for range 2 {
		p.fail["ListMeasures"] = append(p.fail["ListMeasures"], errs.New(errs.PermissionDenied, errs.ReasonPermissionDenied, "no"))
	}
	require.Equal(t, http.StatusForbidden, b.get("/measures").status)
}
