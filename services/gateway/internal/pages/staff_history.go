package pages

import (
	"cmp"
	"net/http"
	"slices"
	"sort"
	"strings"
	"time"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
)

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
