package fhir

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Sizes of a page.
const (
	defaultCount = 50
	maxCount     = 200
)

// params are the parameters of a search that say something.
type params map[string][]string

// ignored are the parameters that R4 lets a server pass over: it answers JSON whatever is asked for.
var ignored = []string{"_format", "_pretty"}

// readQuery refuses what a route does not know: a filter that is passed over would answer what nobody asked for.
func readQuery(query url.Values, known []string) (params, error) {
	p := make(params, len(query))
	var wrong []errs.Violation
	for name, values := range query {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		switch {
		case slices.Contains(ignored, name):
		case !slices.Contains(known, name):
			wrong = append(wrong, errs.Field(cmp.Or(clip(name), "query"), "is not a parameter of this search"))
		case len(values) > 1 && name != "date" && name != "start":
			wrong = append(wrong, errs.Field(name, "may be given once"))
		case len(values) > 0:
			p[name] = values
		}
	}
	if len(wrong) > 0 {
		slices.SortFunc(wrong, func(a, b errs.Violation) int { return strings.Compare(a.Field, b.Field) })
		return nil, errs.Invalid(wrong...)
	}
	return p, nil
}

// clip keeps what a client made up short, and printable.
func clip(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	return strings.ToValidUTF8(name[:min(len(name), 40)], "")
}

// one is the single value of a parameter; "" when it is not given.
func (p params) one(name string) string {
	if values := p[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

func (p params) count() (int, error) {
	text := p.one("_count")
	if text == "" {
		return defaultCount, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, errs.Invalid(errs.Field("_count", "must be a number from 1"))
	}
	return min(n, maxCount), nil
}

// codes reads a token parameter: alternatives between commas, each a code, or one of the value set that R4 has for it
// behind its system and a bar. None means any.
func (p params) codes(name, system string, known ...string) ([]string, error) {
	var out []string
	for text := range strings.SplitSeq(p.one(name), ",") {
		code := strings.TrimPrefix(text, system+"|")
		switch {
		case text == "":
		case slices.Contains(known, code):
			out = append(out, code)
		default:
			return nil, errs.Invalid(errs.Field(name, "must be among "+strings.Join(known, ", ")))
		}
	}
	return out, nil
}

// references reads a reference parameter: alternatives between commas, each an id, a relative or one of our own
// absolute references.
func (p params) references(name, base, kind string) []string {
	var out []string
	for text := range strings.SplitSeq(p.one(name), ",") {
		if text != "" {
			out = append(out, strings.TrimPrefix(strings.TrimPrefix(text, base+"/"), kind+"/"))
		}
	}
	return out
}

// actor reads whose appointments are looked for, as a reference or as an identifier; "" for anybody's.
func (p params) actor(base string) (provider string, err error) {
	byID, byReference := p.one("actor:identifier"), p.one("actor")
	if byID != "" && byReference != "" {
		return "", errs.Invalid(errs.Field("actor", "may be given in one way"))
	}
	provider = strings.TrimPrefix(byID, systemProvider+"|")
	if byReference != "" {
		provider = strings.TrimPrefix(strings.TrimPrefix(byReference, base+"/"), "Practitioner/")
	}
	if (byID != "" || byReference != "") && !validID(provider) {
		return "", errs.Invalid(errs.Field("actor", "must be one Practitioner/{id}, or "+systemProvider+"|{id} as actor:identifier"))
	}
	return provider, nil
}

// span is a stretch of time, from and up to; a zero end is open.
type span struct{ from, to time.Time }

func (s span) empty() bool { return !s.from.IsZero() && !s.to.IsZero() && !s.from.Before(s.to) }

func (s span) holds(t time.Time) bool {
	return (s.from.IsZero() || !t.Before(s.from)) && (s.to.IsZero() || t.Before(s.to))
}
