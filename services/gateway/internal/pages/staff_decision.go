package pages

import (
	"fmt"
	"net/http"
	"strings"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// decisionBody is the stored record of a ranking, for whoever has to answer for it.
type decisionBody struct {
	Facts      []fact
	Need       []fact
	Candidates []scoredRow
	Excluded   []*matchingv1.Exclusion
	Notes      []string
	Weights    []fact
}

// scoredRow is one therapist who fit, with all terms. Chance is empty where nobody was drawn.
type scoredRow struct {
	Name, Score, Chance string
	Terms               []termRow
}

// termRow is one term of a score. Basis says what it rests on.
type termRow struct{ Text, Points, Basis string }

// decision shows the record of a ranking.
func (s *site) decision(w http.ResponseWriter, r *http.Request) {
	reply, err := s.Therapists.GetDecision(r.Context(), &matchingv1.GetDecisionRequest{Name: "decisions/" + r.PathValue("id")})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	d, zone := reply.GetDecision(), s.practiceView(r.Context()).Zone
	body := decisionBody{
		Need: s.needFacts(r, d.GetNeed(), nil, s.siteChoices(r.Context())), Excluded: d.GetExcluded(), Notes: reasonTexts(d.GetNotes()),
		Facts: []fact{
			{"Made", momentWords(d.GetCreateTime().AsTime().In(zone))}, {"Engine", "version " + d.GetEngineVersion()},
			{"Words", "version " + d.GetVocabularyVersion()}, {"For", "client " + shortID(d.GetInquiry())},
		},
	}
	chosen := "nobody yet"
	for _, c := range d.GetCandidates() {
		body.Candidates = append(body.Candidates, scoredOf(c))
		if c.GetTherapist() == d.GetChoice() {
			chosen = c.GetDisplayName()
		}
	}
	for _, e := range d.GetExcluded() {
		if e.GetTherapist() == d.GetChoice() {
			chosen = e.GetDisplayName()
		}
	}
	if d.GetChooseTime() != nil {
		chosen += ", " + momentWords(d.GetChooseTime().AsTime().In(zone))
	}
	body.Facts = append(body.Facts, fact{"Chosen", chosen})
	if d.GetOverrideReason() != "" {
		body.Facts = append(body.Facts, fact{"Why not the first", d.GetOverrideReason()})
	}
	if d.GetOverrideReasonErased() {
		body.Facts = append(body.Facts, fact{"Why not the first", "erased"})
	}
	for _, weight := range d.GetWeights() {
		body.Weights = append(body.Weights, fact{weight.GetName(), strings.Trim(fmt.Sprint(weight.GetValues()), "[]")})
	}
	s.render(w, r, http.StatusOK, "decision", view{Title: "Record of a ranking", Section: "inbox", Private: true, Body: body})
}

func scoredOf(c *matchingv1.Decision_Scored) scoredRow {
	row := scoredRow{Name: c.GetDisplayName(), Score: pointWords(c.GetScore()) + " points"}
	if c.GetPropensity() > 0 {
		row.Chance = shareWords(c.GetPropensity())
	}
	for _, t := range c.GetTerms() {
		basis := words(t.GetEvidence().String())
		if t.GetCourses() > 0 {
			basis += fmt.Sprintf(", %s, four times of five between %s and %s",
				plural(int(t.GetCourses()), "course", "courses"), signedPoints(t.GetLow()), signedPoints(t.GetHigh()))
		}
		row.Terms = append(row.Terms, termRow{sentence(t.GetText()), signedPoints(t.GetPoints()), basis})
	}
	return row
}
