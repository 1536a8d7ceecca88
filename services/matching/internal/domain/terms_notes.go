package domain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/firstcall-health/firstcall/services/matching/internal/score"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// notes are worth saying and do not count.
func (f *fit) notes() {
	if f.need.LocationState == "" {
		f.add(con(score.Policy, "ASK_LOCATION", "Ask where the client will be during sessions: the license depends on it.", 0))
	}
	if f.need.Payment.Insurer != "" && f.unrecorded() {
		f.add(con(score.Policy, "ASK_DIAGNOSIS", "Ask whether the license has the privilege to diagnose: the insurer needs a diagnosis.", 0))
	}
	if p := f.need.Payment; p.Insurer != "" && p.Network == "" && f.inPart(p.Insurer) {
		f.add(con(score.Policy, "ASK_NETWORK", fmt.Sprintf("Ask for the network of the plan: not in every one of %s.", payerName(p.Insurer)), 0))
	}
	f.weekly()
}

// inPart reports whether the therapist is in some of the insurer's networks, and not in all.
func (f *fit) inPart(insurer string) (part bool) {
	key := vocabulary.PayerKey(insurer)
	for _, i := range f.t.Insurers {
		of, _, one := strings.Cut(vocabulary.PayerKey(i), ":")
		if of == key && !one {
			return false
		}
		part = part || of == key
	}
	return part
}

// unrecorded reports whether nobody recorded the privilege a title needs to diagnose where the client is.
func (f *fit) unrecorded() bool {
	if !slices.ContainsFunc(f.openings, func(o Opening) bool { return f.need.place(o.Mode) == diagnosesIn }) {
		return false
	}
	for i := range f.t.Licenses {
		l := &f.t.Licenses[i]
		title, _ := vocabulary.Title(l.Title)
		if l.State == diagnosesIn && l.usable(f.date) {
			if !title.Privilege || l.DiagnosisPrivilege != "" || l.Supervised {
				return false
			}
		}
	}
	return true
}
