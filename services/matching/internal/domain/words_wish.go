package domain

import (
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// wishWords says whom a wish asks for, fitting after "asks for".
func wishWords(p Preference) string {
	switch wished := wishedWords(p); {
	case !p.Avoid:
		return wished
	case p.Kind == WishExperience:
		return "someone with " + p.practice("less than ")
	case p.Kind == WishLGBTQ:
		return "a therapist who is not LGBTQ+ affirming"
	case strings.HasPrefix(wished, "someone who is "):
		return "someone who is not " + p.attribute()
	case strings.HasPrefix(wished, "someone "):
		return "someone not " + p.attribute()
	default:
		return "someone other than " + wished
	}
}

// wishedWords says whom a wish is about, fitting after "rather see" and "ruling out".
func wishedWords(p Preference) string {
	switch p.Kind {
	case WishGender:
		if name := p.attribute(); !strings.HasPrefix(name, "a ") {
			return "someone who is " + name
		}
		return p.attribute()
	case WishLGBTQ:
		return "an LGBTQ+ affirming therapist"
	case WishExperience:
		return "someone with " + p.practice("at least ")
	default:
		return "someone " + p.attribute()
	}
}

// attribute is what a wish is about, fitting after "is" and "is not".
func (p *Preference) attribute() string {
	switch p.Kind {
	case WishGender:
		if t, ok := vocabulary.Gender(p.Value); ok {
			return t.Words
		}
		return plain(p.Value)
	case WishApproach:
		return "trained in " + approachName(p.Value)
	case WishCulture:
		return "of " + titled(p.Value) + " background"
	case WishFaith:
		return "of " + titled(p.Value) + " faith"
	case WishLGBTQ:
		return "LGBTQ+ affirming"
	default:
		return plain(string(p.Kind))
	}
}

// practice is so many years of it: "at least 10 years of practice".
func (p *Preference) practice(bound string) string {
	if p.Value == "1" {
		return bound + "a year of practice"
	}
	return bound + p.Value + " years of practice"
}

// holds says that the therapist is as the wish says, lacks that they are not, without the stop.
func (p *Preference) holds() string {
	if p.Kind == WishExperience {
		return "Has " + p.practice("at least ")
	}
	return "Is " + p.attribute()
}

func (p *Preference) lacks() string {
	if p.Kind == WishExperience {
		return "Has " + p.practice("less than ")
	}
	return "Is not " + p.attribute()
}
