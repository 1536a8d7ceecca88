package domain

import (
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// Facts are what rules and wishes read of a therapist on a day (YYYY-MM-DD), by name; some may come twice. What changes
// with every pairing comes last, see [appendHot].
func Facts(t *Therapist, date string) []string {
	out := make([]string, 0, 64) // more than most have
	barred := false              // from a diagnosis, where a licence asks for the right to make one
	for _, l := range t.Licenses {
		if l.usable(date) {
			out = append(out, "licensed", "license:"+l.State)
			barred = barred || l.State == diagnosesIn && !t.diagnoses(l.State, date)
		}
	}
	out = append(appendIf(out, "unbarred", !barred), meetingFacts[setOf(t.Modes)])
	out = appendAll(out, "format:", t.Formats)
	out = appendAll(out, "mode:", t.Modes)
	out = appendAll(out, "access:", t.Access)
	out = appendAll(out, "age:", t.AgeGroups)
	for _, i := range t.Insurers {
		key := vocabulary.PayerKey(i)
		out = append(out, insurerFact+key)
		// One of an insurer's networks is said to be a part of it.
		if insurer, _, one := strings.Cut(key, ":"); one {
			out = append(out, "part-insurer:"+insurer)
		}
	}
	out = appendAll(out, "excluded:", t.ExcludedConcerns)
	for _, l := range t.Languages {
		out = append(out, "language:"+spoken(l))
	}
	for _, e := range t.Expertise {
		if level := e.Level.at(e.ExpireDate, date); level == Trained || level == Certified {
			out = append(out, "competent:"+string(e.Concern))
		}
	}
	for _, a := range t.Approaches {
		out = append(out, approachFacts(a, date)...)
	}
	out = t.Identity.facts(out)
	out = appendIf(out, "risk", t.RiskCompetent)
	out = appendIf(out, "court", t.CourtWork)
	return appendHot(out, t)
}

// facts are what the therapist stated, what includes it, and that anything was stated.
func (i *Identity) facts(out []string) []string {
	add := func(stated, prefix string, over []string) {
		if len(over) > 0 { // what nobody knows says nothing
			out = appendAll(append(out, stated), prefix, over)
		}
	}
	add("stated-gender", "gender:", vocabulary.GendersOver(i.Gender))
	for _, c := range i.Cultures {
		add("stated-culture", "culture:", vocabulary.CulturesOver(c))
	}
	for _, f := range i.Faiths {
		add("stated-faith", "faith:", vocabulary.FaithsOver(f))
	}
	if i.LGBTQAffirming {
		out = append(out, "stated-lgbtq", "lgbtq")
	}
	return out
}

// appendHot adds those that change with every pairing. Whoever takes nobody has no other reason beside it.
func appendHot(out []string, t *Therapist) []string {
	out = appendIf(out, "accepting", t.Accepting)
	out = appendIf(out, "place", !t.Accepting || t.Residual() > 0)
	out = appendIf(out, "week", !t.Accepting || t.NewClientsPerWeek == 0 || t.NewClients < t.NewClientsPerWeek)
	return appendIf(out, "severe", !t.Accepting || t.TakesSevere())
}

// harmFacts name the domains in which the data say that the therapist does harm.
func harmFacts(t *Therapist, w *Weights) []string {
	var out []string
	for i := range vocabulary.Domains() {
		if w.Harmful(t.Track.Theta[i], t.Track.SD[i]) {
			out = append(out, "harm:"+vocabulary.Domains()[i].Code)
		}
	}
	return out
}

// approachFacts of an approach: trained in it, or only listing it. An approach that meets the wish for another by half
// counts as listing that one.
func approachFacts(a Approach, date string) []string {
	out := []string{"listed:" + a.Approach}
	if level := a.Level.at(a.ExpireDate, date); level == Trained || level == Certified {
		out = append(out, "approach:"+a.Approach)
	}
	for i := range vocabulary.Approaches() {
		if other := &vocabulary.Approaches()[i]; other.Partly == a.Approach {
			out = append(out, "listed:"+other.Code)
		}
	}
	return out
}

// usable reports whether the licence lets its holder see clients on a day. A title nobody knows allows nothing.
func (l *License) usable(date string) bool { return l.fault(date) == usable }

// diagnosesIn is the state that asks some titles for a privilege to diagnose (New York, chapter 230 of 2022).
const diagnosesIn = "NY"

// diagnoses reports whether the holder may make the diagnosis an insurer asks for. A privilege nobody recorded counts as
// held, and staff are told to ask.
func (l *License) diagnoses() bool {
	title, known := vocabulary.Title(l.Title)
	switch {
	case !known:
		return false
	case l.State != diagnosesIn || title.Diagnoses || l.Supervised:
		return true
	default:
		return title.Privilege && l.DiagnosisPrivilege != "NOT_HELD"
	}
}

// diagnoses reports whether one of the licences in the state does.
func (t *Therapist) diagnoses(state, date string) bool {
	return slices.ContainsFunc(t.Licenses, func(l License) bool { return l.State == state && l.usable(date) && l.diagnoses() })
}

// Row is the therapist as the kernel knows them on a day; the dictionary numbers the facts.
func Row(t *Therapist, date string, w *Weights, d *score.Dictionary) score.Row {
	return rowOf(t, date, w, d.Number)
}

func rowOf(t *Therapist, date string, w *Weights, number func(string) score.Fact) score.Row {
	r := score.Row{
		Theta: t.Track.Theta, FeeCents: t.FeeCents, SlidingCents: t.SlidingFeeCents, Since: t.PractisingSince,
		Load: w.LoadOf(t.ActiveClients+t.Reserved, t.TargetCaseload), Price: w.PriceOf(t.Price),
	}
	for i := range r.Prior {
		r.Prior[i] = t.Track.left(i, w)
	}
	for _, e := range t.Expertise {
		if c, ok := vocabulary.Concern(string(e.Concern)); ok {
			r.Levels.Set(c.Number, e.Level.at(e.ExpireDate, date).number())
		}
	}
	for _, name := range append(Facts(t, date), harmFacts(t, w)...) {
		r.Facts = r.Facts.With(number(name))
	}
	if t.Style != nil {
		r.Axes, r.HasStyle = t.Style.axes(), true
	}
	return r
}

// number is the level as the kernel counts it.
func (l Level) number() uint64 {
	switch l {
	case Certified:
		return score.Certified
	case Trained:
		return score.Trained
	default:
		return score.Listed
	}
}

func appendAll[T ~string](out []string, prefix string, values []T) []string {
	for _, v := range values {
		out = append(out, prefix+string(v))
	}
	return out
}

func appendIf(out []string, fact string, holds bool) []string {
	if holds {
		return append(out, fact)
	}
	return out
}
