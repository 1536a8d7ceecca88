package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// errBody is of a body that says what cannot be.
var errBody = errors.New("a decision ranks a therapist, a term or an opening it has not")

// unpack reads a body of whatever age, or input and output of a row from before there were bodies.
func unpack(d *domain.Decision, body []byte, input, output string) error {
	if body == nil {
		if err := json.Unmarshal([]byte(input), &d.Input); err != nil {
			return err
		}
		return json.Unmarshal([]byte(output), &d.Output)
	}
	rest := bytes.NewReader(body)
	plain, err := io.ReadAll(flate.NewReader(rest))
	if err != nil {
		return err
	}
	if bytes.HasPrefix(plain, []byte(wholeBegins)) {
		return unpackWhole(d, plain)
	}
	var p packed
	lines := json.NewDecoder(bytes.NewReader(plain))
	if err := lines.Decode(&p); err != nil {
		return err
	}
	d.Input, d.Output = p.Input, p.Output
	for lines.More() { // of an older body, in which the therapists are deflated with what is said of them
		var t domain.Therapist
		if err := lines.Decode(&t); err != nil {
			return err
		}
		d.Input.Therapists = append(d.Input.Therapists, t)
	}
	for rest.Len() > 0 {
		t, err := unpackTherapist(rest)
		if err != nil {
			return err
		}
		d.Input.Therapists = append(d.Input.Therapists, t)
	}
	return p.restore(d)
}

func unpackTherapist(from *bytes.Reader) (t domain.Therapist, err error) {
	plain, err := io.ReadAll(flate.NewReaderDict(from, []byte(likelyProfile)))
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(plain, &t)
}

// restore gives the decision what is numbered in its body.
func (p *packed) restore(d *domain.Decision) error {
	d.Input.Openings = make(map[string]map[string][]domain.Opening, len(p.Openings))
	for i := range p.Openings {
		of, err := p.Openings[i].openings()
		if err != nil {
			return err
		}
		d.Input.Openings[p.Openings[i].Key] = of
	}
	if len(p.Weekly) > 0 {
		d.Input.Weekly = weeklyOf(p.Weekly)
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
		if out.Openings, known = chosen(d.Input.Openings[domain.KeyBase][t.ID], r.Openings); !known {
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
