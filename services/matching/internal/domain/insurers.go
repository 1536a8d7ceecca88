package domain

import (
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// spell writes insurer and network of a need as the therapists' profiles do, where that differs in nothing but capitals, spaces and
// punctuation: the vocabulary settles the names of the insurers it knows, and this those of the practice's own. What nobody has stays.
// It is done where a need comes in, so that a decision is computed again from what it was made with.
func (m *Matching) spell(p *Payment) {
	if p.Insurer == "" {
		return
	}
	m.roster.mu.Lock()
	book := m.roster.book
	m.roster.mu.Unlock()
	if book == nil {
		return
	}
	x := book.Index()
	p.Insurer = spelled(x.Named, "insurer:", p.Insurer, "part-insurer:")
	if p.Network != "" {
		p.Network = spelled(x.Named, "insurer:"+p.Insurer+":", p.Network)
	}
}

// spelled is what is the same name as id and follows the prefix in a fact of somebody, the first of several; id when it does itself, also
// after another prefix, or nothing is.
func spelled(named func(prefix string) []string, prefix, id string, or ...string) string {
	best, letters := "", vocabulary.Letters(id)
	for _, p := range append(or, prefix) {
		for _, name := range named(p) {
			switch {
			case name == id:
				return id
			case strings.Contains(name, ":") || vocabulary.Letters(name) != letters:
			case best == "" || name < best:
				best = name
			}
		}
	}
	if best == "" {
		return id
	}
	return best
}
