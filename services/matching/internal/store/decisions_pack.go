package store

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"sync"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// packed is what a decision was made from and what came of it. Some thirty profiles and rankings say much the same: deflated
// they are a tenth, which is less to write than it costs to deflate.
type packed struct {
	Input  *domain.Input  `json:"input"`
	Output *domain.Output `json:"output"`
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
	if err := json.NewEncoder(p.deflate).Encode(packed{&d.Input, &d.Output}); err != nil {
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
		return json.NewDecoder(flate.NewReader(bytes.NewReader(body))).Decode(&packed{&d.Input, &d.Output})
	}
	if err := json.Unmarshal([]byte(input), &d.Input); err != nil {
		return err
	}
	return json.Unmarshal([]byte(output), &d.Output)
}
