package domain

import (
	"fmt"
	"slices"
	"strconv"
)

// coverage says how far the therapist meets a wish, from none to Unit. An approach the therapist only lists counts
// half, and is not enough where it is required (reference, rule on required approaches: trained at least).
func coverage(p Preference, t *Therapist, date string) Micro {
	switch p.Kind {
	case WishGender:
		return whole(p.Value == t.Identity.Gender)
	case WishCulture:
		return whole(slices.Contains(t.Identity.Cultures, p.Value))
	case WishFaith:
		return whole(slices.Contains(t.Identity.Faiths, p.Value))
	case WishLGBTQ:
		return whole(t.Identity.LGBTQAffirming)
	case WishExperience:
		return whole(experienced(p.Value, t, date))
	case WishApproach:
		i := slices.IndexFunc(t.Approaches, func(a Approach) bool { return a.Approach == p.Value })
		switch {
		case i < 0:
			return 0
		case t.Approaches[i].Level == Trained || t.Approaches[i].Level == Certified:
			return Unit
		default:
			return Unit / 2
		}
	default:
		return 0
	}
}

func whole(met bool) Micro {
	if met {
		return Unit
	}
	return 0
}

// experienced reports whether the therapist has practised for at least the years wished, counting calendar years.
func experienced(years string, t *Therapist, date string) bool {
	wished, err := strconv.Atoi(years)
	if err != nil || t.PractisingSince == 0 || len(date) < 4 {
		return false
	}
	now, err := strconv.Atoi(date[:4])
	return err == nil && now-int(t.PractisingSince) >= wished
}

func preferenceRules(n *Need, t *Therapist, date string) []Reason {
	var out []Reason
	for _, p := range n.Preferences {
		if p.Strength == Required && coverage(p, t, date) < Unit {
			out = append(out, Reason{RulePreference, fmt.Sprintf("The client asks for %s.", wishWords(p))})
		}
	}
	return out
}
