package pages

import (
	"io"
	"net/http"
	"time"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	optionsv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/options/v1"
)

// rosterPage is how many therapists one page shows.
const rosterPage = 100

// rosterBody is the practice's therapists, what is wrong with their licences, and the way to and from a spreadsheet.
type rosterBody struct {
	Admin      bool
	Expired    []licenseRow
	Expiring   []licenseRow
	Therapists []rosterRow
	// Query is the name that is looked for, Next the page after this one.
	Query, Next string
	First       bool
	Result      *sheetResult
}

// licenseRow is a licence that has ended or soon will.
type licenseRow struct{ Name, Licence, When string }

// rosterRow is one therapist.
type rosterRow struct {
	Therapist             string
	Name, Caseload, State string
}

// roster lists the therapists with what has to be seen to.
func (s *site) roster(w http.ResponseWriter, r *http.Request) {
	s.renderRoster(w, r, http.StatusOK, nil, nil)
}

func (s *site) renderRoster(w http.ResponseWriter, r *http.Request, status int, result *sheetResult, problems []problem) {
	query := r.URL.Query()
	body := rosterBody{Admin: s.has(r, optionsv1.Policy_ADMIN), Result: result, Query: nameIn(query), First: query.Get("page") == ""}
	reply, err := s.Therapists.ListTherapists(r.Context(), &matchingv1.ListTherapistsRequest{
		PageSize: rosterPage, PageToken: query.Get("page"), Query: body.Query,
	})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body.Next = reply.GetNextPageToken()
	for _, t := range reply.GetTherapists() {
		body.Therapists = append(body.Therapists, rosterRowOf(t))
	}
	if body.Query == "" && body.First && s.seesLicenses(r) {
		if err := s.licenses(r, &body); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.render(w, r, status, "therapists", view{Title: "Therapists", Section: "therapists", Private: true, Problems: problems, Body: body})
}

func rosterRowOf(t *matchingv1.Therapist) rosterRow {
	c := t.GetCapacity()
	row := rosterRow{Therapist: t.GetName(), Name: t.GetDisplayName(), Caseload: plural(int(c.GetActiveClients()), "client", "clients")}
	if c.GetTargetCaseload() > 0 {
		row.Caseload += " of " + plural(int(c.GetTargetCaseload()), "place", "places")
	}
	if !c.GetAccepting() {
		row.State = "Takes no new clients"
	}
	return row
}

// seesLicenses reports whether the person may be told of licences; the service decides.
func (s *site) seesLicenses(r *http.Request) bool {
	return s.has(r, optionsv1.Policy_FRONT_DESK) || s.has(r, optionsv1.Policy_CLINICAL_LEAD) || s.has(r, optionsv1.Policy_ADMIN)
}

func (s *site) licenses(r *http.Request, body *rosterBody) error {
	reply, err := s.Therapists.ListLicenseWarnings(r.Context(), &matchingv1.ListLicenseWarningsRequest{})
	if err != nil {
		return err
	}
	for _, warning := range reply.GetWarnings() {
		row := licenseRow{
			Name: warning.GetDisplayName(), Licence: warning.GetTitle() + ", " + warning.GetState(), When: dateWords(warning.GetExpireDate()),
		}
		if warning.GetExpired() {
			body.Expired = append(body.Expired, row)
		} else {
			body.Expiring = append(body.Expiring, row)
		}
	}
	return nil
}

// dateWords is a date as the console writes it; one that cannot be read stays as it is.
func dateWords(date string) string {
	day, err := time.Parse(dayFormat, date)
	if err != nil {
		return date
	}
	return day.Format("January 2, 2006")
}

// exportTherapists sends the profiles as a file.
func (s *site) exportTherapists(w http.ResponseWriter, r *http.Request) {
	req := &matchingv1.ExportTherapistsRequest{}
	for {
		reply, err := s.Therapists.ExportTherapists(r.Context(), req)
		switch {
		case err != nil && req.GetPageToken() == "":
			s.fail(w, r, err)
			return
		case err != nil:
			panic(http.ErrAbortHandler) // a file that is cut off must not look whole
		case req.GetPageToken() == "":
			h := w.Header()
			h.Set("Content-Type", "text/csv; charset=utf-8")
			h.Set("Content-Disposition", `attachment; filename="therapists.csv"`)
			h.Set("Cache-Control", "no-store")
		}
		if _, err := io.WriteString(w, reply.GetCsv()); err != nil {
			return
		}
		if req.PageToken = reply.GetNextPageToken(); req.GetPageToken() == "" {
			return
		}
	}
}
