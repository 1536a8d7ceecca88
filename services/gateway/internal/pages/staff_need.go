package pages

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// needFacts are the need in words, what is not known left out.
func needFacts(n *typev1.Need) []fact {
	var facts []fact
	add := func(label string, values ...string) {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) > 0 {
			facts = append(facts, fact{label, strings.Join(values, ", ")})
		}
	}
	var concerns, modes, wishes []string
	for _, c := range n.GetConcerns() {
		concerns = append(concerns, concernLabel(c.String()))
	}
	for _, m := range n.GetModes() {
		modes = append(modes, modeWords(m))
	}
	for _, p := range n.GetTherapistPreferences() {
		kind := words(p.GetKind().String())
		if p.GetAvoid() {
			kind += " other than"
		}
		wishes = append(wishes, fmt.Sprintf("%s %s (%s)", kind, strings.ToLower(words(p.GetValue())),
			strings.ToLower(words(p.GetStrength().String()))))
	}
	add("About", concerns...)
	add("Who", words(n.GetFormat().String()), words(n.GetAgeGroup().String()))
	add("Sessions", modes...)
	add("State", n.GetLocationState())
	add("Languages", n.GetLanguages()...)
	add("Payment", paymentWords(n.GetPayment()))
	add("Times", timeWords(n.GetTimes())...)
	add("Therapist", wishes...)
	add("How they are", words(n.GetSeverity().String()), words(n.GetTier().String()))
	if n.GetRisk() > typev1.Risk_NONE {
		add("Safety", words(n.GetRisk().String())+" risk")
	}
	return facts
}

func paymentWords(p *typev1.Need_Payment) string {
	switch kind := p.GetKind().(type) {
	case *typev1.Need_Payment_Insurer:
		return "Insurance " + kind.Insurer
	case *typev1.Need_Payment_SelfPayMaxCents:
		return "Pays up to $" + dollars(kind.SelfPayMaxCents) + " a session"
	default:
		return ""
	}
}

func timeWords(times []*typev1.Need_TimeWish) []string {
	var out []string
	for _, t := range times {
		w := t.GetWindow()
		out = append(out, words(w.GetDay().String())[:3]+" "+w.GetStartTime()+"–"+w.GetEndTime())
	}
	return out
}

// historyRow is one step in words.
type historyRow struct {
	Time, What, Who, Facts string
}

func historyRows(events []*intakev1.HistoryEvent, zone *time.Location) []historyRow {
	var rows []historyRow
	for _, e := range slices.Backward(events) {
		var facts []string
		for k, v := range e.GetFacts() {
			if v != "" && !strings.Contains(v, "/") && len(v) < 60 {
				facts = append(facts, factWords(k, v, zone))
			}
		}
		sort.Strings(facts)
		rows = append(rows, historyRow{
			Time: e.GetTime().AsTime().In(zone).Format("Mon Jan 2, 3:04 pm"), What: words(e.GetKind().String()),
			Who: actorWords(e.GetActor()), Facts: strings.Join(facts, "; "),
		})
	}
	return rows
}

// factNames say in words what a fact is about, where its name does not.
func factNames() map[string]string {
	return map[string]string{
		"startTime": "for", "anotherCall": "another call because", "overbook": "over", "overbookReason": "overbooked because",
	}
}

// factWords says a fact: a time by the practice's clock, an upper-case id readably, and the rest as it is.
func factWords(name, v string, zone *time.Location) string {
	name = cmp.Or(factNames()[name], name)
	if at, err := time.Parse(time.RFC3339, v); err == nil {
		return name + " " + at.In(zone).Format("Mon Jan 2, 3:04 pm")
	}
	if strings.ToUpper(v) == v && strings.ContainsAny(v, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && !strings.ContainsAny(v, ":-") {
		v = strings.ToLower(strings.ReplaceAll(v, "_", " "))
	}
	return name + ": " + v
}

func actorWords(actor string) string {
	switch {
	case actor == "visitor", strings.HasPrefix(actor, "clients/"):
		return "the client"
	case strings.HasPrefix(actor, "staff/"):
		return "staff"
	default:
		return "the system"
	}
}

// therapistName reads who a therapist is; "" when there is none or the profile cannot be read.
func (s *site) therapistName(r *http.Request, name string) string {
	if name == "" {
		return ""
	}
	reply, err := s.Therapists.GetTherapist(r.Context(), &matchingv1.GetTherapistRequest{Name: name})
	if err != nil {
		return ""
	}
	return reply.GetTherapist().GetDisplayName()
}
