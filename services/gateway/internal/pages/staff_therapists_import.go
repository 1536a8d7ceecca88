package pages

import (
	"errors"
	"io"
	"net/http"
	"unicode/utf8"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

// maxSheet bounds a file of profiles as ImportTherapistsRequest.csv is bounded; a larger one goes in parts, or by command line.
const maxSheet = 200 << 10

var tooLarge = problem{"file", "The file is larger than 200 KB, some four hundred profiles. Send it in parts, each with the header line, or have it taken by the command line"}

// sheetResult is what a file did, or would do.
type sheetResult struct {
	Applied, Checked                     bool
	Created, Updated, Unchanged, Refused int
	// Unlisted is how many problems are not among those of the rows.
	Unlisted int
	Rows     []sheetRow
	// File is what was sent, to be sent again, and Request makes a repeat safe.
	File, Request string
}

// sheetRow is one row that does something or needs something.
type sheetRow struct {
	Line         int
	Name, Action string
	Problems     []string
}

// importTherapists checks a file, or takes it.
func (s *site) importTherapists(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxSheet+maxForm)
	if err := r.ParseMultipartForm(maxSheet + maxForm); err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			s.renderRoster(w, r, http.StatusRequestEntityTooLarge, nil, []problem{tooLarge})
			return
		}
		Problem(w, r, http.StatusBadRequest)
		return
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }()
	file := r.PostForm.Get("csv")
	if sent, _, err := r.FormFile("file"); err == nil {
		text, err := io.ReadAll(sent)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		file = string(text)
	}
	if len(file) > maxSheet {
		s.renderRoster(w, r, http.StatusRequestEntityTooLarge, nil, []problem{tooLarge})
		return
	}
	if !utf8.ValidString(file) {
		s.renderRoster(w, r, http.StatusUnprocessableEntity, nil, []problem{{"file", "The file is not in UTF-8. Save it as “CSV UTF-8” and send it again"}})
		return
	}
	if file == "" {
		s.renderRoster(w, r, http.StatusUnprocessableEntity, nil, []problem{{"file", "Choose the CSV file to send"}})
		return
	}
	take := r.PostForm.Get("act") == "take"
	reply, err := s.Therapists.ImportTherapists(r.Context(), &matchingv1.ImportTherapistsRequest{
		Csv: file, ValidateOnly: !take, RequestId: r.PostForm.Get("request"),
	})
	if err != nil {
		if p, ok := refusal(err); ok {
			s.renderRoster(w, r, http.StatusUnprocessableEntity, nil, []problem{p})
			return
		}
		s.fail(w, r, err)
		return
	}
	result := sheetResultOf(reply)
	result.Checked, result.File, result.Request = !take, file, newRequestID()
	if result.Refused > 0 {
		problems := []problem{{"rows", plural(result.Refused, "row", "rows") + " cannot be taken, so nothing was. Correct the file and send it again"}}
		s.renderRoster(w, r, http.StatusUnprocessableEntity, result, problems)
		return
	}
	s.renderRoster(w, r, http.StatusOK, result, nil)
}

func sheetResultOf(reply *matchingv1.ImportTherapistsResponse) *sheetResult {
	out := &sheetResult{
		Applied: reply.GetApplied(), Created: int(reply.GetCreated()), Updated: int(reply.GetUpdated()),
		Unchanged: int(reply.GetUnchanged()), Refused: int(reply.GetRefused()),
		Unlisted: int(reply.GetUnlistedProblems()),
	}
	for _, row := range reply.GetRows() {
		if row.GetAction() == matchingv1.SheetRow_UNCHANGED {
			continue
		}
		one := sheetRow{Line: int(row.GetLine()), Name: row.GetDisplayName(), Action: words(row.GetAction().String())}
		for _, p := range row.GetProblems() {
			text := p.GetMessage()
			if p.GetColumn() != "" {
				text = p.GetColumn() + ": " + text
			}
			one.Problems = append(one.Problems, text)
		}
		out.Rows = append(out.Rows, one)
	}
	return out
}
