package pages

import (
	"fmt"
	"net/http"
	"net/url"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
)

// compareBody says why one therapist of a ranking does not come before another.
type compareBody struct {
	ID, Name, Other, Summary string
	// Decision is decisions/{id}.
	Decision                string
	Differences             []differenceRow
	Lead                    string
	Excluded, OtherExcluded []string
	Changes                 []string
}

// differenceRow is one part of the distance, on the scale to 100.
type differenceRow struct{ Text, Points string }

// compare shows why this therapist, and not the first of the ranking.
func (s *site) compare(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	reply, err := s.Therapists.CompareCandidates(r.Context(), &matchingv1.CompareCandidatesRequest{
		Decision: query.Get("decision"), Therapist: query.Get("therapist"),
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body := compareBody{
		ID: r.PathValue("id"), Decision: query.Get("decision"), Name: orTherapist(s.therapistName(r, query.Get("therapist"))), Other: orTherapist(s.therapistName(r, reply.GetOther())),
		Summary: sentence(reply.GetSummary()), Lead: signedPoints(reply.GetLead()),
		Excluded: reasonTexts(reply.GetExcluded()), OtherExcluded: reasonTexts(reply.GetOtherExcluded()),
	}
	for _, d := range reply.GetDifferences() {
		body.Differences = append(body.Differences, differenceRow{sentence(d.GetText()), signedPoints(d.GetPoints())})
	}
	for _, c := range reply.GetChanges() {
		body.Changes = append(body.Changes, sentence(c))
	}
	s.render(w, r, http.StatusOK, "compare", view{Title: "Why not " + body.Name + "?", Section: "inbox", Private: true, Body: body})
}

// orTherapist names those whose profile cannot be read.
func orTherapist(name string) string {
	if name == "" {
		return "this therapist"
	}
	return name
}

// signedPoints is a part of a score on the scale to 100, with its sign.
func signedPoints(points float64) string { return fmt.Sprintf("%+.1f", 100*points) }

// compareLink leads to the comparison of a therapist with the first of the ranking; empty for those who may not read it.
func (b matchBody) compareLink(therapist string) string {
	if !b.Compares {
		return ""
	}
	return "/inquiries/" + b.ID + "/compare?" + url.Values{"decision": {b.Decision}, "therapist": {therapist}}.Encode()
}

// compares reports whether the signed-in person may compare two therapists of a ranking.
func (s *site) compares(r *http.Request) bool {
	return s.has(r, optionsv1.Policy_FRONT_DESK) || s.has(r, optionsv1.Policy_CLINICAL_LEAD)
}
