package crisis

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"
)

//go:embed phrases.yaml
var shippedYAML []byte

// Phrases is the reviewed phrase list.
type Phrases struct {
	// ReviewedOn is the day of the last review.
	ReviewedOn time.Time
	// Locales holds the phrases by primary language subtag, in their folded form.
	Locales map[string][]string
}

// shipped parses the list of this build once. The file is part of the binary, so a test, not a caller, finds it broken.
var shipped = sync.OnceValue(func() Phrases {
	p, err := parse(shippedYAML)
	if err != nil {
		panic(err)
	}
	return p
})

// ReviewedOn is the day the phrase list of this build was last reviewed.
func ReviewedOn() time.Time { return shipped().ReviewedOn }

func (p Phrases) holds(language, padded string) bool {
	for _, phrase := range p.Locales[language] {
		if strings.Contains(padded, phrase) {
			return true
		}
	}
	return false
}

// parse reads a phrase list and keeps each phrase folded, between spaces, so that it only matches whole words.
func parse(data []byte) (Phrases, error) {
	var file struct {
		ReviewedOn string              `yaml:"reviewedOn"`
		Locales    map[string][]string `yaml:"locales"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&file); err != nil {
		return Phrases{}, fmt.Errorf("crisis: phrases: %w", err)
	}
	day, err := time.Parse(time.DateOnly, file.ReviewedOn)
	if err != nil {
		return Phrases{}, errors.New("crisis: phrases: reviewedOn must be a date")
	}
	p := Phrases{ReviewedOn: day, Locales: make(map[string][]string, len(file.Locales))}
	for language, phrases := range file.Locales {
		for _, phrase := range phrases {
			folded := Fold(phrase)
			if folded == "" {
				return Phrases{}, fmt.Errorf("crisis: phrases: %s holds an empty phrase", language)
			}
			p.Locales[language] = append(p.Locales[language], " "+folded+" ")
		}
	}
	return p, nil
}
