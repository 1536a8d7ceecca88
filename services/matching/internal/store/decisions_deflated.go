package store

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/klauspost/compress/flate"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// unpackDeflated reads a body as they were before [packedMark]. None is written any more.
func unpackDeflated(d *domain.Decision, body []byte) error {
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
	for lines.More() { // of an older one still, in which the therapists are deflated with what is said of them
		var t domain.Therapist
		if err := lines.Decode(&t); err != nil {
			return err
		}
		d.Input.Therapists = append(d.Input.Therapists, t)
	}
	for rest.Len() > 0 {
		t, err := inflateTherapist(rest)
		if err != nil {
			return err
		}
		d.Input.Therapists = append(d.Input.Therapists, t)
	}
	return p.restore(d)
}

func inflateTherapist(from *bytes.Reader) (t domain.Therapist, err error) {
	plain, err := io.ReadAll(flate.NewReaderDict(from, []byte(likelyProfile)))
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(plain, &t)
}

// deflatedNeed reads of such a body only what it begins with, which has an input with a need.
func deflatedNeed(body []byte) (domain.Need, error) {
	var begins struct {
		Input sought `json:"input"`
	}
	err := json.NewDecoder(flate.NewReader(bytes.NewReader(body))).Decode(&begins)
	return begins.Input.Need, err
}
