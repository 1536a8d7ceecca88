package store

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"github.com/firstcall-health/firstcall/pkg/sqldb"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// errOpening is of a body that ranks an opening it has not.
var errOpening = errors.New("a ranked opening is not among those found")

// packed is what a decision was made from and what came of it. Some thirty profiles and rankings say much the same: deflated
// they are a tenth, which costs less than to write them all. Openings, of which there are most, are numbers, and counted
// where they are ranked.
type packed struct {
	Input struct {
		*domain.Input

		Openings map[string]map[string][]packedOpening `json:"openings,omitempty"`
	} `json:"input"`
	Output struct {
		*domain.Output

		Ranked []packedRanked `json:"ranked,omitempty"`
	} `json:"output"`
}

// packedOpening is an opening with its ends in microseconds.
type packedOpening struct {
	Slot  string      `json:"slot"`
	Start int64       `json:"start"`
	End   int64       `json:"end"`
	Mode  domain.Mode `json:"mode,omitempty"`
	Site  string      `json:"site,omitempty"`
}

// packedRanked is one who fits; the openings are numbers of those for the need as it is.
type packedRanked struct {
	*domain.Ranked

	Openings []int `json:"openings"`
}

func packedOf(d *domain.Decision) *packed {
	var p packed
	p.Input.Input, p.Output.Output = &d.Input, &d.Output
	p.Input.Openings = make(map[string]map[string][]packedOpening, len(d.Input.Openings))
	for key, of := range d.Input.Openings {
		p.Input.Openings[key] = make(map[string][]packedOpening, len(of))
		for therapist, openings := range of {
			out := make([]packedOpening, len(openings))
			for i, o := range openings {
				out[i] = packedOpening{o.Slot, sqldb.Micros(o.Start), sqldb.Micros(o.End), o.Mode, o.Site}
			}
			p.Input.Openings[key][therapist] = out
		}
	}
	p.Output.Ranked = make([]packedRanked, len(d.Output.Ranked))
	for i := range d.Output.Ranked {
		r := &d.Output.Ranked[i]
		p.Output.Ranked[i] = packedRanked{r, make([]int, 0, len(r.Openings))}
		for k, o := range d.Input.Openings[domain.KeyBase][r.Therapist] {
			if slices.Contains(r.Openings, o) {
				p.Output.Ranked[i].Openings = append(p.Output.Ranked[i].Openings, k)
			}
		}
	}
	return &p
}

// restore gives the decision its openings back.
func (p *packed) restore(d *domain.Decision) error {
	d.Input.Openings = make(map[string]map[string][]domain.Opening, len(p.Input.Openings))
	for key, of := range p.Input.Openings {
		d.Input.Openings[key] = make(map[string][]domain.Opening, len(of))
		for therapist, openings := range of {
			for _, o := range openings {
				d.Input.Openings[key][therapist] = append(d.Input.Openings[key][therapist],
					domain.Opening{Slot: o.Slot, Start: sqldb.Time(o.Start), End: sqldb.Time(o.End), Mode: o.Mode, Site: o.Site})
			}
		}
	}
	for _, r := range p.Output.Ranked {
		r.Ranked.Openings = nil
		openings := d.Input.Openings[domain.KeyBase][r.Therapist]
		for _, k := range r.Openings {
			if k < 0 || k >= len(openings) {
				return errOpening
			}
			r.Ranked.Openings = append(r.Ranked.Openings, openings[k])
		}
		d.Output.Ranked = append(d.Output.Ranked, *r.Ranked)
	}
	return nil
}

// packer is a deflater with its buffer, which are too large to be made for every ranking.
type packer struct {
	out     bytes.Buffer
	deflate *flate.Writer
}

var packers = sync.Pool{New: func() any {
	p := &packer{}
	p.deflate, _ = flate.NewWriter(&p.out, flate.BestSpeed) // fails for an unknown level only
	return p
}}

func pack(d *domain.Decision) ([]byte, error) {
	p, _ := packers.Get().(*packer)
	defer packers.Put(p)
	p.out.Reset()
	p.deflate.Reset(&p.out)
	if err := json.NewEncoder(p.deflate).Encode(packedOf(d)); err != nil {
		return nil, err
	}
	if err := p.deflate.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(p.out.Bytes()), nil
}

// unpack reads a body, or input and output of a row from before there were bodies.
func unpack(d *domain.Decision, body []byte, input, output string) error {
	if body != nil {
		var p packed
		p.Input.Input, p.Output.Output = &d.Input, &d.Output
		if err := json.NewDecoder(flate.NewReader(bytes.NewReader(body))).Decode(&p); err != nil {
			return err
		}
		return p.restore(d)
	}
	if err := json.Unmarshal([]byte(input), &d.Input); err != nil {
		return err
	}
	return json.Unmarshal([]byte(output), &d.Output)
}
