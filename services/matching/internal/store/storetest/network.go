package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/vocabulary"
)

// Network makes n therapists of fifty states, the same on every machine, as they are at an instant.
func Network(n int, now time.Time) []domain.Therapist {
	r := rand.New(rand.NewPCG(3, 3))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	out := make([]domain.Therapist, n)
	for i := range out {
		p := domain.Profile{
			DisplayName: fmt.Sprintf("Therapist %06d", i), FeeCents: int64(90+r.IntN(34)*5) * 100, PractisingSince: int32(1985 + r.IntN(40)), //nolint:gosec // a year
			Licenses:  []domain.License{{State: vocabulary.States()[r.IntN(50)].Code, Title: pick("LMFT", "LCSW", "LMHC"), ExpireDate: "2031-01-01"}},
			Formats:   []domain.Format{"INDIVIDUAL"},
			Modes:     []domain.Mode{domain.Video},
			Languages: []string{"en"}, AgeGroups: []domain.AgeGroup{"ADULT"}, Insurers: []string{pick("AETNA", "CIGNA", "OSCAR", "EMPIRE")},
			Identity:       domain.Identity{Gender: pick("WOMAN", "WOMAN", "MAN")},
			TargetCaseload: 20, Accepting: r.IntN(4) > 0,
		}
		if r.IntN(3) == 0 {
			p.Formats = append(p.Formats, "COUPLE")
		}
		for range 5 {
			p.Expertise = append(p.Expertise, domain.Expertise{
				Concern: domain.Concern(pick("BETRAYAL_TRUST", "ANXIETY", "DEPRESSION", "GRIEF", "TRAUMA", "PARENTING", "OCD", "ANGER")),
				Level:   domain.Level(pick("LISTED", "TRAINED", "CERTIFIED")),
			})
			p.Approaches = append(p.Approaches, domain.Approach{Approach: pick("EFT", "CBT", "EMDR", "GOTTMAN", "ACT"), Level: domain.Level(pick("LISTED", "TRAINED"))})
		}
		out[i] = domain.Therapist{ID: id.Derive("bench", fmt.Sprint(i)), Profile: p, BroughtClients: int32(r.IntN(20)), Version: 1, CreateTime: now, UpdateTime: now} //nolint:gosec // small
	}
	return out
}

// Ranking is a decision on the best of a network, each with five openings and their hours in the weeks after.
func Ranking(tb testing.TB, now time.Time) domain.Decision {
	tb.Helper()
	in := domain.Input{
		Inquiry: id.Derive("bench", "inquiry"), Seed: id.Derive("bench", "decision"), Now: now, Zone: "America/New_York", Weights: domain.DefaultWeights(),
		Need: domain.Need{
			Concerns: []domain.Concern{"ANXIETY", "GRIEF"}, Format: "COUPLE", Modes: []domain.Mode{domain.Video}, Payment: domain.Payment{Insurer: "CIGNA"},
			Preferences: []domain.Preference{{Kind: domain.WishGender, Value: "WOMAN", Strength: domain.Strong}, {Kind: domain.WishApproach, Value: "EFT"}},
		},
		Openings: map[string]map[string][]domain.Opening{domain.KeyBase: {}}, Weekly: map[string][]domain.Weekly{}, Pool: &domain.Pool{Therapists: 1000, Fitting: 64},
	}
	for i, t := range Network(1000, now) {
		if !t.Takes(false) || len(t.Formats) < 2 || t.Insurers[0] != "CIGNA" || len(in.Therapists) == 32 {
			continue
		}
		in.Therapists = append(in.Therapists, t)
		for day := range 5 {
			at := now.Add(time.Duration(24*(day+1)+i%9) * time.Hour)
			in.Openings[domain.KeyBase][t.ID] = append(in.Openings[domain.KeyBase][t.ID],
				domain.Opening{Slot: fmt.Sprintf("%s-%d", t.ID, day), Start: at, End: at.Add(50 * time.Minute), Mode: domain.Video})
			w := domain.Weekly{Start: at, Weeks: 8}
			for week := range day {
				w.Missing = append(w.Missing, at.AddDate(0, 0, 7*(week+1)))
			}
			in.Weekly[t.ID] = append(in.Weekly[t.ID], w)
		}
	}
	out, err := domain.Rank(&in)
	require.NoError(tb, err)
	return domain.Decision{ID: in.Seed, Inquiry: in.Inquiry, Engine: domain.EngineVersion, CreateTime: now, Input: in, Output: out}
}
