package pages_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

func TestComparePage(t *testing.T) {
	t.Parallel()
	p := newPractice()
	b := staff(t, p)
	page := b.post("/inquiries/3q/match", nil).body
	second, third := "/inquiries/3q/compare?decision=decisions%2Fd1&amp;therapist=therapists%2Ft2", "/inquiries/3q/compare?decision=decisions%2Fd1&amp;therapist=therapists%2Ft3"
	require.Contains(t, page, `<a href="`+second+`">Why not Jonah Price, LCSW first?</a>`)
	require.Contains(t, page, `<a href="`+third+`">Why not Lea Novak, LMHC?</a>`)
	require.NotContains(t, page, "therapist=therapists%2Ft1", "the first needs no reason for not being it")

	got := b.get("/inquiries/3q/compare?decision=decisions%2Fd1&therapist=therapists%2Ft2").body
	for _, words := range []string{
		"<h1>Why not Dr. Maya Stern, LMFT?</h1>", "The first is trained in what they need", `<td>Certified, and trained.</td><td class="number">-25.0</td>`,
		`<td class="number">&#43;3.0</td>`, `<th scope="row">Together</th><td class="number">-22.0</td>`, "A Tuesday morning would bring them first", `href="/inquiries/3q"`,
	} {
		require.Contains(t, got, words)
	}
	require.NotContains(t, got, "rules Dr. Maya Stern, LMFT out")
	got = b.get("/inquiries/3q/compare?decision=decisions%2Fd1&therapist=therapists%2Ft3").body
	require.Contains(t, got, "Not licensed in NY")
	require.Contains(t, got, "Does not meet by video")
	require.NotContains(t, got, "Part by part")
	require.Equal(t, "decisions/d1", p.compared[1].GetDecision())
	require.Empty(t, p.compared[1].GetOther(), "with the first")

	p.fail["CompareCandidates"] = []error{errs.New(errs.NotFound, "DECISION_NOT_FOUND", "no")}
	require.Equal(t, http.StatusNotFound, b.get("/inquiries/3q/compare?decision=x&therapist=y").status)

	p.member.Roles = []optionsv1.Policy_Role{optionsv1.Policy_CLINICIAN}
	require.NotContains(t, b.post("/inquiries/3q/match", nil).body, "/compare?")
}
