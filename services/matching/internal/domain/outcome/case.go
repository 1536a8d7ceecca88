package outcome

import (
	"context"

	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// Ways of payment in reports.
const (
	paysSelf    = "SELF_PAY"
	paysInsurer = "INSURER"
	paysUnknown = "NOT_SAID"
)

// FactsOf takes from a decision what a case of its therapist needs.
func FactsOf(d *domain.Decision, therapist string) Facts {
	need := &d.Input.Need
	f := Facts{
		AgeGroup: need.AgeGroup, Format: need.Format, State: need.LocationState, Severity: need.Severity,
		Risk: need.RiskFlag, Payment: paysUnknown,
	}
	if len(need.Languages) > 0 {
		f.Language = need.Languages[0]
	}
	switch {
	case need.Payment.Insurer != "":
		f.Payment = paysInsurer
	case need.Payment.SelfPayMaxCents != nil:
		f.Payment = paysSelf
	}
	wished := map[domain.PreferenceKind]bool{}
	for _, p := range need.Preferences {
		if !wished[p.Kind] {
			wished[p.Kind] = true
			f.Wishes = append(f.Wishes, p.Kind)
		}
	}
	troubled := map[uint8]bool{}
	for _, c := range need.Concerns {
		if term, ok := vocabulary.Concern(string(c)); ok {
			troubled[term.Domain] = true
			f.Substance = f.Substance || vocabulary.Domains()[term.Domain].Code == "SUBSTANCE"
		}
	}
	f.Elevated = len(troubled)
	for i := range d.Output.Ranked {
		r := &d.Output.Ranked[i]
		f.Best = max(f.Best, r.Fit())
		if r.Therapist == therapist {
			f.Ranked, f.Score, f.Explored = true, r.Fit(), r.Explored()
		}
	}
	f.Learning = d.Learning(therapist)
	for i := range d.Input.Therapists {
		if d.Input.Therapists[i].ID == therapist {
			f.Predicted = d.Input.Therapists[i].Track.Theta
		}
	}
	return f
}

// collect makes the cases of the pairings that were agreed since.
func (o *Outcomes) collect(ctx context.Context) error {
	const batch = 100 // read at once. Policy: of memory alone.
	for {
		cases, made, err := o.store.NewPairings(ctx, batch)
		if err != nil || len(cases) == 0 {
			return err
		}
		for i := range cases {
			d, err := o.store.Decision(ctx, made[i])
			if err != nil {
				return err
			}
			cases[i].Facts = FactsOf(&d, cases[i].Therapist)
			if err := o.store.SaveCase(ctx, &cases[i]); err != nil {
				return err
			}
		}
	}
}
