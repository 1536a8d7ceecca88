package store

import (
	"encoding/json"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// wholeBegins is how a [whole] begins, and no [packed] does.
const wholeBegins = `{"input":`

// whole is a body from before [packed]: input and output with nothing said only once but openings. It is read and not written
// any more.
type whole struct {
	Input struct {
		*domain.Input

		Openings map[string]map[string][]wholeOpening `json:"openings,omitempty"`
	} `json:"input"`
	Output struct {
		*domain.Output

		Ranked []wholeRanked `json:"ranked,omitempty"`
	} `json:"output"`
}

// wholeOpening is an opening with its ends in microseconds.
type wholeOpening struct {
	Slot  string      `json:"slot"`
	Start int64       `json:"start"`
	End   int64       `json:"end"`
	Mode  domain.Mode `json:"mode,omitempty"`
	Site  string      `json:"site,omitempty"`
}

// wholeRanked is one who fits; the openings are numbers of those for the need as it is.
type wholeRanked struct {
	*domain.Ranked

	Openings []int `json:"openings"`
}

func unpackWhole(d *domain.Decision, plain []byte) error {
	var w whole
	w.Input.Input, w.Output.Output = &d.Input, &d.Output
	if err := json.Unmarshal(plain, &w); err != nil {
		return err
	}
	d.Input.Openings = make(map[string]map[string][]domain.Opening, len(w.Input.Openings))
	for key, of := range w.Input.Openings {
		d.Input.Openings[key] = make(map[string][]domain.Opening, len(of))
		for therapist, openings := range of {
			for _, o := range openings {
				d.Input.Openings[key][therapist] = append(d.Input.Openings[key][therapist],
					domain.Opening{Slot: o.Slot, Start: sqldb.Time(o.Start), End: sqldb.Time(o.End), Mode: o.Mode, Site: o.Site})
			}
		}
	}
	for _, r := range w.Output.Ranked {
		var known bool
		if r.Ranked.Openings, known = chosen(d.Input.Openings[domain.KeyBase][r.Therapist], r.Openings); !known {
			return errBody
		}
		d.Output.Ranked = append(d.Output.Ranked, *r.Ranked)
	}
	return nil
}
