// Package demo is the invented practice a demonstration starts with: two intake coordinators, twelve therapists and two
// rooms in New York. Nobody in it exists.
package demo

import (
	"bytes"
	_ "embed"
	"fmt"

	"github.com/goccy/go-yaml"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching"
)

//go:embed practice.yaml
var source []byte

// Data is everything the demonstration starts with.
type Data struct {
	Practice     Practice      `yaml:"practice"`
	Rooms        []Room        `yaml:"rooms"`
	Coordinators []Coordinator `yaml:"coordinators"`
	Therapists   []Therapist   `yaml:"therapists"`
}

// Practice is the practice itself.
type Practice struct {
	Name string `yaml:"name"`
	// ShortName is neutral: it names no therapy and appears in mail and calendar files.
	ShortName string `yaml:"shortName"`
	// TimeZone is an IANA zone.
	TimeZone string `yaml:"timeZone"`
	// Phone is the front desk's number, as people read it.
	Phone string `yaml:"phone"`
}

// Room is a place where sessions are held.
type Room struct {
	// ID is derived from Slug when the data is read.
	ID          string `yaml:"-"`
	Slug        string `yaml:"slug"`
	DisplayName string `yaml:"displayName"`
	Accessible  bool   `yaml:"accessible"`
	// Capacity is how many clients find a seat.
	Capacity int `yaml:"capacity"`
}

// Coordinator is a provider who makes the free calls.
type Coordinator struct {
	// ID is derived from Slug when the data is read.
	ID          string            `yaml:"-"`
	Slug        string            `yaml:"slug"`
	DisplayName string            `yaml:"displayName"`
	Hours       []matching.Window `yaml:"hours"`
}

// Therapist is a therapist, whose id is derived from Slug when the data is read.
type Therapist struct {
	Slug                   string `yaml:"slug"`
	matching.TherapistSeed `yaml:",inline"`
}

// Load reads the data that is compiled in. Fields it does not know are an error.
func Load() (*Data, error) {
	var d Data
	if err := yaml.NewDecoder(bytes.NewReader(source), yaml.Strict()).Decode(&d); err != nil {
		return nil, fmt.Errorf("demo practice: %w", err)
	}
	for i := range d.Rooms {
		d.Rooms[i].ID = ID(d.Rooms[i].Slug)
	}
	for i := range d.Coordinators {
		d.Coordinators[i].ID = ID(d.Coordinators[i].Slug)
	}
	for i := range d.Therapists {
		d.Therapists[i].ID = ID(d.Therapists[i].Slug)
	}
	return &d, nil
}

// ID is the id of everything in the demonstration that has this slug.
func ID(slug string) string { return id.Derive("demo", slug) }

// Seeds are the therapists as matching takes them.
func (d *Data) Seeds() []matching.TherapistSeed {
	out := make([]matching.TherapistSeed, len(d.Therapists))
	for i := range d.Therapists {
		out[i] = d.Therapists[i].TherapistSeed
	}
	return out
}
