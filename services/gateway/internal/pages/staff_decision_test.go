package pages_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func TestDecisionPage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	require.NotContains(t, b.post("/inquiries/3q/match", nil).body, `href="/decisions/`, "not for the front desk alone")
	p.member.Roles = append(p.member.Roles, optionsv1.Policy_CLINICAL_LEAD)
	require.Contains(t, b.post("/inquiries/3q/match", nil).body, `href="/decisions/d1"`)
	require.Contains(t, b.get("/inquiries/3q/compare?decision=decisions%2Fd1&therapist=therapists%2Ft2").body, `href="/decisions/d1"`)

	got := b.get("/decisions/d1").body
	for _, words := range []string{
		"version 2026.9", "version 2026-11", "Jonah Price, LCSW, Monday", "knows the family", "Dr. Maya Stern, LMFT, 83.0 points", "was 90\u00a0%",
		`<td>Clients with this do well. <span class="hint">Observational, 31 courses, four times of five between &#43;4.0 and &#43;16.0</span></td>`, "Not licensed in NY",
		"<td>tiers</td><td>1 3 10</td>", "<td>preference</td><td>280000</td>", "client ABCDEF", "Betrayal or broken trust",
	} {
		require.Contains(t, got, words)
	}
	require.NotContains(t, got, "Ruiz", "nothing of who it is for")
	require.Contains(t, b.get("/decisions/fresh").body, "nobody yet")
	require.Contains(t, b.get("/decisions/against").body, "Lea Novak, LMHC, Monday")
	require.Contains(t, b.get("/decisions/erased").body, "<dt>Why not the first</dt><dd>erased</dd>")
	p.fail["GetDecision"] = []error{errs.New(errs.NotFound, "DECISION_NOT_FOUND", "no")}
	require.Equal(t, http.StatusNotFound, b.get("/decisions/d9").status)
}
