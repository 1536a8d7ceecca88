package pages

import (
	"fmt"
	"net/http"
	"strings"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
)

// measuresPage is how many questionnaires one page shows.
const measuresPage = 50

// measuresBody is what questionnaires came to: those at which a licensed person has to look, then all.
type measuresBody struct {
	Flagged, All []measureRow
	// More says that more are flagged than are shown.
	More  bool
	Next  string
	First bool
	// Lead may say that they looked; a clinician sees those of own clients.
	Lead bool
}

// measureRow is one questionnaire.
type measureRow struct {
	Name, Inquiry string
	Client        clientLink
	When, Form    string
	Score         string
	Therapist     string
	Human, Looked bool
}

// measures lists the questionnaires.
func (s *site) measures(w http.ResponseWriter, r *http.Request) {
	body := measuresBody{Lead: s.has(r, optionsv1.Policy_CLINICAL_LEAD), First: r.URL.Query().Get("page") == ""}
	flagged, err := s.Outcomes.ListMeasures(r.Context(), &matchingv1.ListMeasuresRequest{Unacknowledged: true, PageSize: measuresPage})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	all, err := s.Outcomes.ListMeasures(r.Context(), &matchingv1.ListMeasuresRequest{PageSize: measuresPage, PageToken: r.URL.Query().Get("page")})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body.More, body.Next = flagged.GetNextPageToken() != "", all.GetNextPageToken()
	named := map[string]string{"": ""}
	body.Flagged, body.All = s.measureRows(r, flagged, named), s.measureRows(r, all, named)
	s.render(w, r, http.StatusOK, "measures", view{Title: "Questionnaires", Section: "measures", Private: true, Body: body})
}

func (s *site) measureRows(r *http.Request, reply *matchingv1.ListMeasuresResponse, named map[string]string) []measureRow {
	zone := s.practiceView(r.Context()).Zone
	opens := s.has(r, optionsv1.Policy_FRONT_DESK) || s.has(r, optionsv1.Policy_CLINICIAN)
	var rows []measureRow
	for _, m := range reply.GetMeasures() {
		if _, ok := named[m.GetTherapist()]; !ok {
			named[m.GetTherapist()] = s.therapistName(r, m.GetTherapist())
		}
		row := measureRow{
			Name: m.GetName(), Inquiry: m.GetInquiry(), Client: clientLink{Name: "Client " + shortID(m.GetInquiry())}, Form: formWords(m.GetInstrument()),
			Score: fmt.Sprintf("%d, %s", m.GetTotal(), strings.ToLower(words(m.GetBand().String()))),
			When:  momentWords(m.GetTakeTime().AsTime().In(zone)), Therapist: named[m.GetTherapist()],
			Human: m.GetNeedsHuman(), Looked: m.GetAcknowledgeTime() != nil,
		}
		if m.GetBand() == matchingv1.Measure_BAND_UNSPECIFIED {
			row.Score = fmt.Sprint(m.GetTotal())
		}
		if opens {
			row.Client.Link = "/" + m.GetInquiry()
		}
		rows = append(rows, row)
	}
	return rows
}

// formWords names a questionnaire as its authors do: PHQ-9.
func formWords(i matchingv1.Measure_Instrument) string {
	if i == matchingv1.Measure_DOMAIN {
		return "How much it troubled them"
	}
	return strings.ReplaceAll(i.String(), "_", "-")
}

// acknowledgeMeasure records that a licensed person looked.
func (s *site) acknowledgeMeasure(w http.ResponseWriter, r *http.Request) {
	if !s.form(w, r) {
		return
	}
	if _, err := s.Outcomes.AcknowledgeMeasure(r.Context(), &matchingv1.AcknowledgeMeasureRequest{Name: "measures/" + r.PathValue("id")}); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/measures", http.StatusSeeOther)
}

// SeesMeasures reports whether the signed-in person may read questionnaires.
func (v view) SeesMeasures() bool {
	return v.hasAny(optionsv1.Policy_CLINICAL_LEAD, optionsv1.Policy_CLINICIAN)
}
