package store

import (
	"bytes"
	"encoding/json"
	"slices"
	"sync"

	"github.com/klauspost/compress/flate"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// packed is what a decision was made from and what came of it, as it is stored: JSON, deflated. Some thirty rankings say much the
// same, so what is said of many is said once: a term by its number, a therapist and an opening by theirs among those of the input.
// The therapists follow, each deflated by itself, which is done once for as long as a profile stays as it is.
type packed struct {
	Terms    []domain.Term    `json:"terms"`
	Ranked   []packedRanked   `json:"ranked,omitempty"`
	Openings []packedOpenings `json:"openings,omitempty"`
	Weekly   []packedWeekly   `json:"weekly,omitempty"`
	// Input and Output are without what stands elsewhere.
	Input  domain.Input  `json:"input"`
	Output domain.Output `json:"output"`
}

// packedRanked is one who fits; the openings are those for the need as it is.
type packedRanked struct {
	Therapist  int          `json:"therapist"`
	Score      domain.Micro `json:"score"`
	Terms      []int        `json:"terms"`
	Openings   []int        `json:"openings"`
	Propensity domain.Micro `json:"propensity,omitempty"`
}

func (s *scratch) packedOf(d *domain.Decision) (*packed, error) {
	p := packed{Input: d.Input, Output: d.Output, Weekly: s.packedWeeklyOf(d.Input.Weekly), Openings: s.packedOpeningsOf(d.Input.Openings)}
	p.Input.Therapists, p.Input.Openings, p.Input.Weekly, p.Output.Ranked = nil, nil, nil, nil
	s.terms.clear()
	s.numbers = s.numbers[:0]
	therapists := make(map[string]int, len(d.Input.Therapists))
	for i := range d.Input.Therapists {
		therapists[d.Input.Therapists[i].ID] = i
	}
	p.Ranked = make([]packedRanked, len(d.Output.Ranked))
	for i := range d.Output.Ranked {
		r := &d.Output.Ranked[i]
		therapist, known := therapists[r.Therapist]
		if !known {
			return nil, errBody
		}
		begin := len(s.numbers)
		for k := range r.Terms {
			s.numbers = append(s.numbers, s.terms.number(&r.Terms[k]))
		}
		middle := len(s.numbers)
		for k, o := range d.Input.Openings[domain.KeyBase][r.Therapist] {
			if slices.Contains(r.Openings, o) {
				s.numbers = append(s.numbers, k)
			}
		}
		p.Ranked[i] = packedRanked{therapist, r.Score, s.numbers[begin:middle], s.numbers[middle:], r.Propensity}
	}
	p.Terms = s.terms.all
	return &p, nil
}

// scratch is room for the lists of one [packed] at a time, which the next one's are made in.
type scratch struct {
	terms    termList
	numbers  []int
	openings []packedOpenings
	weekly   []packedWeekly
	skips    []int64
}

// termList numbers terms, the same ones alike.
type termList struct {
	all []domain.Term
	// last is one more than the number of the last term of so many points, before the same of the one before that.
	last   map[domain.Micro]int
	before []int
}

func (l *termList) clear() {
	if l.last == nil {
		l.last = map[domain.Micro]int{}
	}
	clear(l.last)
	l.all, l.before = l.all[:0], l.before[:0]
}

func (l *termList) number(t *domain.Term) int {
	for n := l.last[t.Points]; n > 0; n = l.before[n-1] {
		if l.all[n-1] == *t {
			return n - 1
		}
	}
	l.all, l.before = append(l.all, *t), append(l.before, l.last[t.Points])
	l.last[t.Points] = len(l.all)
	return len(l.all) - 1
}

// packer is a deflater with what it needs, which is too large to be made for every ranking.
type packer struct {
	scratch

	out     bytes.Buffer
	deflate *flate.Writer
}

var (
	packers  = sync.Pool{New: func() any { return newPacker(flate.BestSpeed, "") }}
	profiles = sync.Pool{New: func() any { return newPacker(flate.DefaultCompression, likelyProfile) }}
)

// newPacker deflates what is like the text.
func newPacker(level int, like string) *packer {
	p := &packer{}
	p.deflate, _ = flate.NewWriterDict(&p.out, level, []byte(like)) // fails for an unknown level only
	return p
}

// begin leaves in the buffer what the value is as JSON, deflated.
func (p *packer) begin(v any) error {
	p.out.Reset()
	p.deflate.Reset(&p.out)
	if err := json.NewEncoder(p.deflate).Encode(v); err != nil {
		return err
	}
	return p.deflate.Close()
}

func pack(d *domain.Decision) ([]byte, error) {
	p, _ := packers.Get().(*packer)
	defer packers.Put(p)
	whole, err := p.packedOf(d)
	if err != nil {
		return nil, err
	}
	if err := p.begin(whole); err != nil {
		return nil, err
	}
	for i := range d.Input.Therapists {
		profile, err := d.Input.Stored(i, packTherapist)
		if err != nil {
			return nil, err
		}
		p.out.Write(profile)
	}
	return bytes.Clone(p.out.Bytes()), nil
}

func packTherapist(t *domain.Therapist) ([]byte, error) {
	p, _ := profiles.Get().(*packer)
	defer profiles.Put(p)
	if err := p.begin(t); err != nil {
		return nil, err
	}
	return bytes.Clone(p.out.Bytes()), nil
}
