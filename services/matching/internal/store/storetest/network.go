package storetest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

// Network makes n therapists of fifty states, the same on every machine, as they are at an instant.
func Network(n int, now time.Time) []domain.Therapist {
	r := rand.New(rand.NewPCG(3, 3))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	out := make([]domain.Therapist, n)
	for i := range out {
		p := domain.Profile{
			DisplayName: fmt.Sprintf("Therapist %06d", i), FeeCents: int64(90+r.IntN(34)*5) * 100, PractisingSince: int32(1985 + r.IntN(40)), //nolint:gosec // a year
			Licenses:  []domain.License{{State: string([]byte{'A' + byte(r.IntN(5)), 'A' + byte(r.IntN(10))}), Title: pick("LMFT", "LCSW", "LMHC"), ExpireDate: "2031-01-01"}},
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
		out[i] = domain.Therapist{ID: id.Derive("bench", fmt.Sprint(i)), Profile: p, ActiveClients: int32(r.IntN(20)), Version: 1, CreateTime: now, UpdateTime: now} //nolint:gosec // small
	}
	return out
}
