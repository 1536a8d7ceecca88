package domain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
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
		if slices.ContainsFunc(f.t.Languages, func(own string) bool { return primary(own) == primary(l) }) {
			parts = append(parts, "speaks "+languageName(l))
			break
		}
	}
	text := "Meets everything that was asked for."
	if len(parts) > 0 {
		text = "Meets everything that was asked for: " + strings.Join(parts, ", ") + "."
	}
	return pro(score.Policy, "MEETS_ALL", text, f.weights.Base)
}

// interval is, by definition, the 90 % quantile of the normal distribution, which leaves 80 % between the ends.
const interval Micro = 1_281_552

// track says what was measured, by outcome domain; without a measured course there is nothing to say.
func (f *fit) track() []Term {
	var out []Term
	for i := range f.kernel.Tracks() {
		domain, share := f.kernel.Domain(i)
		points, n := f.kernel.Track(i, f.row), f.t.Track.N[domain]
		if n == 0 && points == 0 {
			continue
		}
		theta, reach := Micro(f.t.Track.Theta[domain]), Micro(f.t.Track.SD[domain])*interval/Unit
		how := "improved more than expected"
		if theta < 0 {
			how = "improved less than expected"
		}
		t := pro(score.Observational, "TRACK_RECORD", fmt.Sprintf("In %s, clients here %s: %s standard deviations over %s, 80%% sure between %s and %s.",
			vocabulary.Domains()[domain].Words, how, standardDeviations(theta), courses(n), standardDeviations(theta-reach), standardDeviations(theta+reach)), points)
		t.About, t.Against, t.N, t.Low, t.High = vocabulary.Domains()[domain].Code, points < 0, n, share*(theta-reach)/Unit, share*(theta+reach)/Unit
		out = append(out, t)
	}
	return out
}

func courses(n int32) string {
	if n == 1 {
		return "1 measured course"
	}
	return fmt.Sprintf("%d measured courses", n)
}

// expertise adds a term per concern, the first three counting; it fades where outcomes were measured.
func (f *fit) expertise() []Term {
	var out []Term
	for i := range f.kernel.Focuses() {
		c := f.need.Concerns[i]
		name, points := concernWords(c), f.kernel.Focus(i, f.row)
		term, _ := vocabulary.Concern(string(c))
		var t Term
		switch f.row.Levels.At(term.Number) {
		case score.Certified:
			t = pro(score.SelfDeclared, "CONCERN_CERTIFIED", fmt.Sprintf("Certified for %s.", name), points)
		case score.Trained:
			t = pro(score.SelfDeclared, "CONCERN_TRAINED", fmt.Sprintf("Trained in %s.", name), points)
		case score.Listed:
			t = pro(score.SelfDeclared, "CONCERN_LISTED", fmt.Sprintf("Works with %s.", name), points)
		default:
			t = con(score.SelfDeclared, "CONCERN_NOT_LISTED", fmt.Sprintf("Does not name %s as a focus.", name), 0)
		}
		out = append(out, t.about(string(c)))
	}
	return out
}

// preferences adds a term per wish; together they are the coverage weighted by strength. Without a wish there is no
// term, so that stating none costs nobody anything.
func (f *fit) preferences() []Term {
	var out []Term
	for i, p := range f.need.Preferences {
		code, points := "PREFERENCE_"+string(p.Kind), f.kernel.Wish(i, f.row)
		met := f.kernel.Met(i, f.row)
		text := fmt.Sprintf(wishTexts(p.Avoid)[met], wishedWords(p))
		if met == score.Half {
			text = fmt.Sprintf("Works with %s, without stating a training in it.", approachName(p.Value))
		}
		if unsaid := f.t.unsaid(p.Kind); unsaid != "" && met == score.Unmet {
			text = fmt.Sprintf(unsaidText(p.Avoid), unsaid, wishedWords(p))
		}
		if met == score.Unmet {
			out = append(out, con(score.MetaAnalysis, code, text, points).about(p.Value))
		} else {
			out = append(out, pro(score.MetaAnalysis, code, text, points).about(p.Value))
		}
	}
	return out
}

// wishTexts are what is said of a wish by how far it is met; half is said in words of its own.
func wishTexts(avoid bool) [3]string {
	if avoid {
		return [3]string{"Is %s, which the client would rather avoid.", "%s", "Is not %s, as the client wishes."}
	}
	return [3]string{"Is not %s, which the client would like.", "%s", "Is %s, as the client wishes."}
}

// unsaidText is said of a wish about something that the therapist has not said.
func unsaidText(avoid bool) string {
	if avoid {
		return "Has not said %s; the client would rather avoid %s."
	}
	return "Has not said %s; the client would like %s."
}

// style compares the scales on which the client has a clear wish.
func (f *fit) style() []Term {
	if f.kernel.Clear() == 0 || !f.row.HasStyle {
		return nil
	}
	points := f.kernel.Style(f.row)
	if points*2 < f.weights.Style {
		return []Term{pro(score.Policy, "STYLE", "Shares a little of the wished style.", points)}
	}
	return []Term{pro(score.Policy, "STYLE", "Works in a style close to the one wished.", points)}
}
