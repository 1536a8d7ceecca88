package domain

import (
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
)

// phrases are what is said of many therapists of a ranking in the same words, put together the first time.
type phrases struct {
	need *Need
	// licensed is where everybody is; empty where that is not known, or not the same for all.
	licensed string
	// met are by language; expert by concern and level; codes and wishes by wish, these by how far it is met.
	met    map[string]string
	expert [][score.Certified + 1]string
	codes  []string
	wishes [][score.Full + 1]string
}

func newPhrases(n *Need) *phrases {
	licensed := ""
	if n.LocationState != "" && n.PracticeState == "" {
		licensed = "licensed in " + stateName(n.LocationState)
	}
	return &phrases{
		need: n, licensed: licensed, met: map[string]string{}, expert: make([][score.Certified + 1]string, len(n.Concerns)),
		codes: make([]string, len(n.Preferences)), wishes: make([][score.Full + 1]string, len(n.Preferences)),
	}
}

// meets says that every rule is met; language is the therapist's own of one both speak, empty where none was asked for, licensed where
// they are, and for what.
func (p *phrases) meets(language, licensed string) string {
	key := language
	if p.need.PracticeState != "" {
		key += "\n" + licensed
	}
	if text, said := p.met[key]; said {
		return text
	}
	var parts []string
	if licensed != "" {
		parts = append(parts, licensed)
	}
	if p.need.Format != "" {
		parts = append(parts, "sees "+words(formatWords, p.need.Format))
	}
	if language != "" {
		parts = append(parts, "speaks "+languageName(language))
	}
	text := "Meets every requirement."
	if len(parts) > 0 {
		text = "Meets every requirement: " + strings.Join(parts, ", ") + "."
	}
	p.met[key] = text
	return text
}

// expertise says how the i-th concern is worked with.
func (p *phrases) expertise(i int, level uint64) string {
	text := &p.expert[i][level]
	if *text != "" {
		return *text
	}
	name := concernWords(p.need.Concerns[i])
	switch level {
	case score.Certified:
		*text = "Certified for work with " + name + "."
	case score.Trained:
		*text = "Trained to work with " + name + "."
	case score.Listed:
		*text = "Works with " + name + "."
	default:
		*text = "Does not name " + name + " as a focus."
	}
	return *text
}

// wish says how far the i-th wish is met, and the code under which.
func (p *phrases) wish(i int, met score.Coverage) (code, text string) {
	said := &p.wishes[i][met]
	if *said != "" {
		return p.codes[i], *said
	}
	w := p.need.Preferences[i]
	p.codes[i] = "PREFERENCE_" + string(w.Kind)
	switch {
	case met == score.Half:
		*said = "Works with " + approachName(w.Value) + ", without stating a training in it."
	case w.Avoid && met == score.Unmet:
		*said = w.holds() + ", which the client would rather avoid."
	case w.Avoid:
		*said = w.lacks() + ", as the client wishes."
	case met == score.Unmet:
		*said = w.lacks() + "; the client would rather see " + wishedWords(w) + "."
	default:
		*said = w.holds() + ", as the client wishes."
	}
	return p.codes[i], *said
}

// unsaid says that the therapist has not said what the i-th wish is about.
func (p *phrases) unsaid(i int, what string) string {
	w := p.need.Preferences[i]
	if w.Avoid {
		return "Has not said " + what + "; the client would rather avoid " + wishedWords(w) + "."
	}
	return "Has not said " + what + "; the client would rather see " + wishedWords(w) + "."
}
