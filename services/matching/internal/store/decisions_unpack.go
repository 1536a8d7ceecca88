package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/klauspost/compress/s2"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// errBody is of a body that says what cannot be.
var errBody = errors.New("a decision ranks a therapist, a term or an opening it has not")

// unpack reads a body of whatever age, or input and output of a row from before there were bodies.
func unpack(d *domain.Decision, body []byte, input, output string) error {
	switch {
	case body == nil:
		if err := json.Unmarshal([]byte(input), &d.Input); err != nil {
			return err
		}
		return json.Unmarshal([]byte(output), &d.Output)
	case len(body) == 0 || body[0] != packedMark:
		return unpackDeflated(d, body)
	}
	var p packed
	rest, err := next(body[1:], &p, afterRanking)
	if err != nil {
		return err
	}
	d.Input, d.Output = p.Input, p.Output
	for len(rest) > 0 {
		var t domain.Therapist
		if rest, err = next(rest, &t, afterProfile); err != nil {
			return err
		}
		d.Input.Therapists = append(d.Input.Therapists, t)
	}
	return p.restore(d)
}

// next reads what a body goes on with, and returns the rest.
func next(body []byte, v any, after *s2.Dict) (rest []byte, err error) {
	size, n := binary.Uvarint(body)
	if n <= 0 || size > uint64(len(body)-n) {
		return nil, io.ErrUnexpectedEOF
	}
	body = body[n:]
	plain, err := after.Decode(nil, body[:size])
	if err != nil {
		return nil, err
	}
	return body[size:], json.Unmarshal(plain, v)
}

// restore gives the decision what is numbered in its body.
func (p *packed) restore(d *domain.Decision) error {
	d.Input.Openings = make(map[string]map[string][]domain.Opening, len(p.Openings))
	for i := range p.Openings {
		of, err := p.Openings[i].openings(d.Input.Therapists)
		if err != nil {
			return err
		}
		d.Input.Openings[p.Openings[i].Key] = of
	}
	if len(p.Weekly) > 0 {
		var err error
		if d.Input.Weekly, err = weeklyOf(p.Weekly, d.Input.Therapists); err != nil {
			return err
		}
	}
	for _, r := range p.Ranked {
		if r.Therapist < 0 || r.Therapist >= len(d.Input.Therapists) {
			return errBody
		}
		t := &d.Input.Therapists[r.Therapist]
		out := domain.Ranked{Therapist: t.ID, DisplayName: t.DisplayName, Score: r.Score, Propensity: r.Propensity}
		var known bool
		if out.Terms, known = chosen(p.Terms, r.Terms); !known {
			return errBody
		}
		all := d.Input.Openings[domain.KeyBase][t.ID]
		if r.Openings == nil {
			out.Openings = slices.Clone(all)
		} else if out.Openings, known = chosen(all, r.Openings); !known {
			return errBody
		}
		d.Output.Ranked = append(d.Output.Ranked, out)
	}
	return nil
}

// chosen are the elements by number; false when there is none of a number.
func chosen[T any](of []T, numbers []int) ([]T, bool) {
	out := make([]T, 0, len(numbers))
	for _, n := range numbers {
		if n < 0 || n >= len(of) {
			return nil, false
		}
		out = append(out, of[n])
	}
	return out, true
}
