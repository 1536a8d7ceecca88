package domain

import (
	"fmt"
	"slices"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// base says in one sentence which rules the therapist meets.
func (f *fit) base() Term {
	var own string
	for _, l := range f.need.Languages {
		if at := slices.IndexFunc(f.t.Languages, func(own string) bool { return spoken(own) == spoken(l) }); at >= 0 {
			own = f.t.Languages[at]
			break
		}
	}
	return pro(score.Policy, "MEETS_ALL", f.phrases.meets(own, f.licensed()), f.weights.Base)
}

// interval is, by definition, the 90 % quantile of the normal distribution, which leaves 80 % between the ends.
const interval Micro = 1_281_552

// track says what was measured, by outcome domain; without a measured course there is nothing to say.
func (f *fit) track() {
	for i := range f.kernel.Tracks() {
		domain, share := f.kernel.Domain(i)
		points, n := f.kernel.Track(i, f.row), f.t.Track.N[domain]
		if n == 0 && points == 0 {
			continue
		}
		theta, reach := Micro(f.t.Track.Theta[domain]), Micro(f.t.Track.SD[domain])*interval/Unit
		// What was tried is matching on measured domains (Constantino et al. 2021); the numbers themselves are observed here, and
		// so is what is inferred from other domains.
		evidence := score.Trial
		if n == 0 {
			evidence = score.Observational
		}
		t := pro(evidence, "TRACK_RECORD", f.record(domain, theta, reach), points)
		t.About, t.Against, t.N, t.Low, t.High = vocabulary.Domains()[domain].Code, points < 0, n, share*(theta-reach)/Unit, share*(theta+reach)/Unit
		f.add(t)
	}
}

// record says what was measured in a domain, or what it is judged by where nothing was: more or less than expected only where the
// interval leaves no doubt of that. The numbers stand beside the words.
func (f *fit) record(domain uint8, theta, reach Micro) string {
	than, about := "about as expected", vocabulary.Domains()[domain].Words
	switch {
	case theta > reach:
		than = "more than expected"
	case theta < -reach:
		than = "less than expected"
	case theta > 0:
		than = "rather more than expected, which is not sure yet"
	case theta < 0:
		than = "rather less than expected, which is not sure yet"
	}
	if n := f.t.Track.N[domain]; n > 0 {
		return fmt.Sprintf("In %s, clients here improved %s, in %s.", about, than, courses(n))
	}
	return fmt.Sprintf("Nothing was measured in %s yet; by what was in other concerns, clients here are likely to improve %s.", about, than)
}

func courses(n int32) string {
	if n == 1 {
		return "1 measured course"
	}
	return fmt.Sprintf("%d measured courses", n)
}

// expertise adds a term per concern, the first three counting; it fades where outcomes were measured.
func (f *fit) expertise() {
	for i := range f.kernel.Focuses() {
		term, _ := vocabulary.Concern(string(f.need.Concerns[i]))
		level, points := f.row.Levels.At(term.Number), f.kernel.Focus(i, f.row)
		text := f.phrases.expertise(i, level)
		var t Term
		switch level {
		case score.Certified:
			t = pro(score.SelfDeclared, "CONCERN_CERTIFIED", text, points)
		case score.Trained:
			t = pro(score.SelfDeclared, "CONCERN_TRAINED", text, points)
		case score.Listed:
			t = pro(score.SelfDeclared, "CONCERN_LISTED", text, points)
		default:
			t = con(score.SelfDeclared, "CONCERN_NOT_LISTED", text, 0)
		}
		f.add(t.about(string(f.need.Concerns[i])))
	}
}

// preferences adds a term per wish; together they are the coverage weighted by strength. Without a wish there is no
// term, so that stating none costs nobody anything.
func (f *fit) preferences() {
	for i := range f.need.Preferences {
		met, points := f.kernel.Met(i, f.row), f.kernel.Wish(i, f.row)
		code, text := f.phrases.wish(i, met)
		if unsaid := f.t.unsaid(f.need.Preferences[i].Kind); unsaid != "" && met == score.Unmet {
			text = f.phrases.unsaid(i, unsaid)
		}
		said := pro
		if met == score.Unmet {
			said = con
		}
		f.add(said(score.MetaAnalysis, code, text, points).about(f.need.Preferences[i].Value))
	}
}

// style compares the scales on which the client has a clear wish.
func (f *fit) style() {
	if f.kernel.Clear() == 0 || !f.row.HasStyle {
		return
	}
	text, points := "Works in a style close to the one wished.", f.kernel.Style(f.row)
	if points*2 < f.weights.Style {
		text = "Shares a little of the wished style."
	}
	f.add(pro(score.Policy, "STYLE", text, points))
}
