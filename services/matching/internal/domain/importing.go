package domain

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// Action is what an import does with a row.
type Action string

// The actions.
const (
	RowCreated   Action = "CREATED"
	RowUpdated   Action = "UPDATED"
	RowUnchanged Action = "UNCHANGED"
	RowRefused   Action = "REFUSED"
)

// RowProblem is one thing to correct in a row.
type RowProblem struct {
	// Column is empty when the row as a whole is wrong.
	Column string `json:"column,omitempty"`
	// Message says what is wrong and what to do.
	Message string `json:"message"`
}

// ImportRow is a row of a file, read.
type ImportRow struct {
	Line int
	// ID is empty for a new therapist.
	ID          string
	ETag        string
	DisplayName string
	// Problems are those found while reading.
	Problems []RowProblem
	// Apply changes the profile as the row says; a new one is empty. It returns what is wrong with the outcome, beside what could
	// not be read. Nil: the row says nothing that could be judged.
	Apply func(t *Therapist, isNew bool) []RowProblem
}

// RowResult is what became of a row.
type RowResult struct {
	Line int `json:"line"`
	// Therapist is empty for one who is not made, being refused or only tried.
	Therapist   string       `json:"therapist,omitempty"`
	DisplayName string       `json:"displayName,omitempty"`
	Action      Action       `json:"action"`
	Problems    []RowProblem `json:"problems,omitempty"`
}

// ImportResult is what became of a file.
type ImportResult struct {
	Applied bool        `json:"applied"`
	Rows    []RowResult `json:"rows"`
}

// ImportMode says how a file is taken.
type ImportMode struct {
	// DryRun changes nothing.
	DryRun bool
	// Partial takes the good rows although others are refused.
	Partial bool
}

// ImportTherapists takes the rows of a file: all or, in partial mode, those that are right. hash is that of the file.
// Taking the same file again changes nothing. The providers of new therapists are made by [Matching.SyncProviders].
func (m *Matching) ImportTherapists(ctx context.Context, rows []ImportRow, mode ImportMode, requestID, hash string) (ImportResult, error) {
	now := m.now()
	req := Request{Method: "ImportTherapists", ID: requestID, Hash: fingerprint([]any{hash, mode})}
	if mode.DryRun {
		req.ID = ""
	}
	answer, err := m.store.ImportTherapists(ctx, req, now, func(all []Therapist) ([]Therapist, string, error) {
		p := newImportPlan(all, now)
		for i := range rows {
			p.take(&rows[i])
		}
		result := ImportResult{Applied: !mode.DryRun && (mode.Partial || !p.refused), Rows: p.results}
		if !result.Applied {
			p.forgetNew(rows)
		}
		encoded, err := json.Marshal(result)
		if !result.Applied {
			p.writes = nil
		}
		return p.writes, string(encoded), err
	})
	if err != nil {
		return ImportResult{}, err
	}
	var out ImportResult
	return out, json.Unmarshal([]byte(answer), &out)
}

// importPlan goes through a file row by row.
type importPlan struct {
	now     time.Time
	known   map[string]*Therapist
	names   map[string]string
	lines   map[string]int
	writes  []Therapist
	results []RowResult
	refused bool
}

func newImportPlan(all []Therapist, now time.Time) *importPlan {
	p := &importPlan{now: now, known: make(map[string]*Therapist, len(all)), names: make(map[string]string, len(all)), lines: map[string]int{}}
	for i := range all {
		p.known[all[i].ID] = &all[i]
		p.names[all[i].DisplayName] = all[i].ID
	}
	return p
}

// take decides what becomes of one row.
func (p *importPlan) take(row *ImportRow) {
	t, action, problems := p.judge(row)
	result := RowResult{Line: row.Line, DisplayName: row.DisplayName, Action: action, Problems: problems}
	if id.Valid(row.ID) {
		result.Therapist = row.ID
	}
	if len(problems) > 0 {
		result.Action, p.refused = RowRefused, true
	} else {
		result.Therapist, result.DisplayName = t.ID, t.DisplayName
		p.names[t.DisplayName] = t.ID
		if action != RowUnchanged {
			p.writes = append(p.writes, t)
		}
	}
	p.results = append(p.results, result)
}

// forgetNew takes back the ids that were given to therapists who are not made.
func (p *importPlan) forgetNew(rows []ImportRow) {
	for i := range p.results {
		if rows[i].ID == "" {
			p.results[i].Therapist = ""
		}
	}
}

func (p *importPlan) judge(row *ImportRow) (Therapist, Action, []RowProblem) {
	problems := slices.Clone(row.Problems)
	wrong := func(column, format string, args ...any) {
		problems = append(problems, RowProblem{column, fmt.Sprintf(format, args...)})
	}
	if row.Apply == nil || slices.ContainsFunc(problems, func(p RowProblem) bool { return p.Column == "" }) {
		return Therapist{}, RowRefused, problems // whose row it is cannot be told
	}
	before := p.known[row.ID]
	switch other := p.names[row.DisplayName]; {
	case row.ID == "" && other != "":
		wrong("id", "There is a therapist of this name already. To change that profile put %s here; if this is another person, give the row an id of its own, such as %s.", other, id.New())
	case row.ID != "" && !id.Valid(row.ID):
		wrong("id", "%q is no id: 26 letters and digits, as in an export. Leave it empty for a new therapist.", row.ID)
	case row.ID != "" && p.lines[row.ID] > 0:
		wrong("id", "Line %d has the same id. Remove one of the two rows.", p.lines[row.ID])
	case before != nil && before.Deleted():
		wrong("id", "The therapist was deleted. Undelete the profile first, or remove the row.")
	}
	p.lines[row.ID] = row.Line
	if len(problems) > len(row.Problems) {
		return Therapist{}, RowRefused, problems // nothing to compare what it says with
	}
	if before == nil {
		t := Therapist{ID: row.ID, Version: 1, CreateTime: p.now, UpdateTime: p.now}
		if t.ID == "" {
			t.ID = id.New()
		}
		problems = append(problems, row.Apply(&t, true)...)
		return t, RowCreated, problems
	}
	after := *before
	problems = append(problems, row.Apply(&after, false)...)
	switch {
	case len(problems) > 0:
		return Therapist{}, RowRefused, problems
	case fingerprint(before.Profile) == fingerprint(after.Profile) && before.BroughtClients == after.BroughtClients:
		return after, RowUnchanged, nil
	case !before.isVersion(row.ETag):
		wrong("etag", "The profile has changed since the file was exported. Export it again and repeat your change, or empty this cell to change it all the same.")
		return Therapist{}, RowRefused, problems
	default:
		return after, RowUpdated, nil
	}
}
