package domain

import (
	"fmt"
	"slices"
	"strings"
)

// base says in one sentence which rules the therapist meets.
func (f *fit) base() Term {
	var parts []string
	if f.need.LocationState != "" {
		parts = append(parts, "licensed in "+stateName(f.need.LocationState))
	}
	if f.need.Format != "" {
		parts = append(parts, "sees "+words(formatWords, f.need.Format))
	}
	for _, l := range f.need.Languages {
		if speaks(f.t, l) {
			parts = append(parts, "speaks "+languageName(l))
			break
		}
	}
	text := "Meets everything that was asked for."
	if len(parts) > 0 {
		text = "Meets everything that was asked for: " + strings.Join(parts, ", ") + "."
	}
	return pro("MEETS_ALL", text, f.weights.Base)
}

// expertise adds a term per concern, the first three counting.
func (f *fit) expertise() []Term {
	shares := f.weights.shares(len(f.need.Concerns))
	out := make([]Term, 0, len(shares))
	for i, share := range shares {
		c := f.need.Concerns[i]
		name := words(concernWords, c)
		at := slices.IndexFunc(f.t.Expertise, func(e Expertise) bool { return e.Concern == c })
		if at < 0 {
			out = append(out, con("CONCERN_NOT_LISTED", fmt.Sprintf("Does not name %s as a focus.", name), 0))
			continue
		}
		level := f.t.Expertise[at].Level
		points := f.weights.Expertise * share / Unit * f.weights.level(level) / Unit
		switch level {
		case Certified:
			out = append(out, pro("CONCERN_CERTIFIED", fmt.Sprintf("Certified for %s.", name), points))
		case Trained:
			out = append(out, pro("CONCERN_TRAINED", fmt.Sprintf("Trained in %s.", name), points))
		default:
			out = append(out, pro("CONCERN_LISTED", fmt.Sprintf("Works with %s.", name), points))
		}
	}
	return out
}

// preferences adds a term per wish; together they are the coverage weighted by strength. Without a wish there is no
// term, so that stating none costs nobody anything.
func (f *fit) preferences() []Term {
	var total int64
	for _, p := range f.need.Preferences {
		total += p.Strength.weight()
	}
	out := make([]Term, 0, len(f.need.Preferences))
	for _, p := range f.need.Preferences {
		met := coverage(p, f.t, f.date)
		points := f.weights.Preference * p.Strength.weight() * met / Unit / total
		switch {
		case met == Unit:
			out = append(out, pro("PREFERENCE_"+string(p.Kind), fmt.Sprintf("Is %s, as the client wishes.", wishWords(p)), points))
		case met > 0:
			out = append(out, pro("PREFERENCE_"+string(p.Kind), fmt.Sprintf("Works with %s, without stating a training in it.", approachName(p.Value)), points))
		default:
			out = append(out, con("PREFERENCE_"+string(p.Kind), fmt.Sprintf("Is not %s, which the client would like.", wishWords(p)), 0))
		}
	}
	return out
}

// style compares the scales on which the client has a clear wish, two or more from the middle.
func (f *fit) style() []Term {
	if f.need.Style == nil || f.t.Style == nil {
		return nil
	}
	wished, own := f.need.Style.axes(), f.t.Style.axes()
	var axes, distance int64
	for i, w := range wished {
		if max(w, -w) < 2 {
			continue
		}
		axes++
		distance += max(w-own[i], own[i]-w)
	}
	if axes == 0 {
		return nil
	}
	const widest = 6 // from -3 to 3
	points := f.weights.Style * (axes*widest - distance) / (axes * widest)
	if points*2 < f.weights.Style {
		return []Term{pro("STYLE", "Shares a little of the wished style.", points)}
	}
	return []Term{pro("STYLE", "Works in a style close to the one wished.", points)}
}
