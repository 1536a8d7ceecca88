package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"slices"
	"sync"

	"github.com/klauspost/compress/s2"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// packed is what a decision was made from and what came of it, as it is stored: JSON, packed by S2, which is a good deal faster
// than deflating. Some thirty rankings say much the same, so what is said of many is said once: a term by its number, a therapist and
// an opening by theirs among those of the input. The therapists follow, each packed by itself, which is done once for as long as a
// profile stays as it is.
type packed struct {
	Terms    []domain.Term    `json:"terms"`
	Ranked   []packedRanked   `json:"ranked,omitempty"`
	Openings []packedOpenings `json:"openings,omitempty"`
	Weekly   []packedWeekly   `json:"weekly,omitempty"`
	// Input and Output are without what stands elsewhere.
	Input  domain.Input  `json:"input"`
	Output domain.Output `json:"output"`
}

// packedRanked is one who fits; the openings are those for the need as it is, nil where they are all of them.
type packedRanked struct {
	Therapist  int          `json:"therapist"`
	Score      domain.Micro `json:"score"`
	Terms      []int        `json:"terms"`
	Openings   []int        `json:"openings,omitzero"`
	Propensity domain.Micro `json:"propensity,omitempty"`
}

func (s *scratch) packedOf(d *domain.Decision) (*packed, error) {
	p := packed{Input: d.Input, Output: d.Output, Weekly: s.packedWeeklyOf(&d.Input), Openings: s.packedOpeningsOf(&d.Input)}
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
		answered := d.Input.Openings[domain.KeyBase][r.Therapist]
		p.Ranked[i] = packedRanked{Therapist: therapist, Score: r.Score, Terms: s.numbers[begin:middle:middle], Propensity: r.Propensity}
		if slices.Equal(answered, r.Openings) {
			continue
		}
		for k, o := range answered {
			if slices.Contains(r.Openings, o) {
				s.numbers = append(s.numbers, k)
			}
		}
		p.Ranked[i].Openings = s.numbers[middle:]
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

// packedMark begins a body. No deflated one begins with it, as all were before: it would be a block of a kind there is none of, by
// definition of RFC 1951.
const packedMark = 0x07

// What is packed after which text: what is near takes less room than what is far.
var (
	afterRanking = s2.MakeDict([]byte(likelyRanking), nil)
	afterProfile = s2.MakeDict([]byte(likelyProfile), nil)
)

// packer is what a decision is packed with, room that the next one is packed in.
type packer struct {
	scratch

	plain, block []byte
	out          bytes.Buffer
}

var packers = sync.Pool{New: func() any { return new(packer) }}

// add packs the value as JSON, with the length of that before it.
func (p *packer) add(v any, after *s2.Dict) error {
	plain := bytes.NewBuffer(p.plain[:0])
	if err := json.NewEncoder(plain).Encode(v); err != nil {
		return err
	}
	p.plain = plain.Bytes()
	if most := s2.MaxEncodedLen(len(p.plain)); cap(p.block) < most {
		p.block = make([]byte, most)
	}
	block := after.Encode(p.block[:cap(p.block)], p.plain)
	p.out.Write(binary.AppendUvarint(p.out.AvailableBuffer(), uint64(len(block))))
	p.out.Write(block)
	return nil
}

func pack(d *domain.Decision) ([]byte, error) {
	p, _ := packers.Get().(*packer)
	defer packers.Put(p)
	whole, err := p.packedOf(d)
	if err != nil {
		return nil, err
	}
	p.out.Reset()
	p.out.WriteByte(packedMark)
	if err := p.add(whole, afterRanking); err != nil {
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
	p, _ := packers.Get().(*packer)
	defer packers.Put(p)
	p.out.Reset()
	if err := p.add(t, afterProfile); err != nil {
		return nil, err
	}
	return bytes.Clone(p.out.Bytes()), nil
}
