package matching_test

import (
	"cmp"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
)

// applied is the need with what a counterfactual changes, as a front desk would enter it.
func applied(t *testing.T, need *typev1.Need, c *matchingv1.Counterfactual) *typev1.Need {
	t.Helper()
	out := proto.CloneOf(need)
	for _, change := range strings.Split(c.GetChange(), "+") {
		kind, relaxes := strings.CutPrefix(change, "RELAX_")
		mode, known := typev1.Need_Mode_value[strings.TrimPrefix(change, "ADD_")]
		switch {
		case relaxes:
			for _, p := range out.GetTherapistPreferences() {
				if p.GetStrength() == typev1.Need_REQUIRED && p.GetKind().String() == kind {
					p.Strength = typev1.Need_STRONG
				}
			}
		case known:
			out.Modes = append(out.Modes, typev1.Need_Mode(mode))
		case change == "LATER":
			out.Tier = typev1.Urgency_ROUTINE
		case change == "ANY_SITE":
			out.Sites = nil
		case change == "FEE_UP":
			out.Payment.Kind = &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: limitIn(t, c)}
		case change == "OUT_OF_NETWORK":
			out.Payment.OutOfNetworkMaxCents = limitIn(t, c)
		case change == "ALONE":
			out.Format = typev1.Need_INDIVIDUAL
		default:
			require.NotNil(t, c.GetWindow(), change)
			out.Times = append(out.Times, &typev1.Need_TimeWish{Window: c.GetWindow(), Strength: typev1.Need_REQUIRED})
		}
	}
	return out
}

// limitIn is the fee a counterfactual says, in cents.
func limitIn(t *testing.T, c *matchingv1.Counterfactual) int64 {
	t.Helper()
	said := regexp.MustCompile(`\$([0-9]+)(?:\.([0-9]{2}))?`).FindStringSubmatch(c.GetText())
	require.NotNil(t, said, c.GetText())
	cents, err := strconv.ParseInt(said[1]+cmp.Or(said[2], "00"), 10, 64)
	require.NoError(t, err)
	return cents
}

// requirePromises applies each counterfactual and ranks again: as many more fit as was said. And no other part of the week
// would have brought more than those named.
func (b *bundle) requirePromises(need *typev1.Need) (offered int) {
	b.t.Helper()
	r := b.everyone(need)
	before := len(r.GetCandidates())
	least, times := int32(0), 0
	for _, c := range r.GetCounterfactuals() {
		after := b.everyone(applied(b.t, need, c))
		require.Equal(b.t, before+int(c.GetGains()), len(after.GetCandidates()), "%s of %v", c.GetText(), need)
		require.NotEmpty(b.t, c.GetRules())
		if c.GetWindow() != nil && len(c.GetRules()) == 1 {
			least, times = c.GetGains(), times+1
		}
	}
	insists := slices.ContainsFunc(need.GetTimes(), func(w *typev1.Need_TimeWish) bool { return w.GetStrength() == typev1.Need_REQUIRED })
	if !insists || times == 0 && len(r.GetCounterfactuals()) > 0 && strings.Contains(r.GetCounterfactuals()[0].GetChange(), "+") {
		return len(r.GetCounterfactuals())
	}
	if times < 3 {
		least = 0
	}
	for day := typev1.WeeklyWindow_MONDAY; day <= typev1.WeeklyWindow_SUNDAY; day++ {
		for _, part := range [][2]string{{"08:00", "12:00"}, {"12:00", "17:00"}, {"17:00", "21:00"}} {
			window := &typev1.WeeklyWindow{Day: day, StartTime: part[0], EndTime: part[1]}
			if slices.ContainsFunc(r.GetCounterfactuals(), func(c *matchingv1.Counterfactual) bool { return proto.Equal(c.GetWindow(), window) }) {
				continue
			}
			other := proto.CloneOf(need)
			other.Times = append(other.Times, &typev1.Need_TimeWish{Window: window, Strength: typev1.Need_REQUIRED})
			require.LessOrEqual(b.t, len(b.everyone(other).GetCandidates())-before, int(least), "%v of %v", window, need)
		}
	}
	return len(r.GetCounterfactuals())
}

func required(day typev1.WeeklyWindow_Day, start, end string) []*typev1.Need_TimeWish {
	return []*typev1.Need_TimeWish{{Window: &typev1.WeeklyWindow{Day: day, StartTime: start, EndTime: end}, Strength: typev1.Need_REQUIRED}}
}

// TestCounterfactualsKeepTheirPromise with needs that ask for much.
func TestCounterfactualsKeepTheirPromise(t *testing.T) {
	t.Parallel()
	b := setup(t, "sqlite")
	for name, change := range map[string]func(n *typev1.Need){
		"saturday evening by video": func(n *typev1.Need) {
			n.Modes, n.Times = []typev1.Need_Mode{typev1.Need_VIDEO}, required(typev1.WeeklyWindow_SATURDAY, "17:00", "21:00")
		},
		"saturday evening, urgent": func(n *typev1.Need) {
			n.Modes, n.Times = []typev1.Need_Mode{typev1.Need_VIDEO}, required(typev1.WeeklyWindow_SATURDAY, "17:00", "21:00")
			n.Tier = typev1.Urgency_URGENT
		},
		"in person, where rooms are few": func(n *typev1.Need) {
			n.Modes, n.Times = []typev1.Need_Mode{typev1.Need_IN_PERSON}, required(typev1.WeeklyWindow_WEDNESDAY, "10:00", "11:30")
		},
		"whoever can pay little": func(n *typev1.Need) {
			n.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: 12_000}}
		},
		"an insurer nobody takes": func(n *typev1.Need) {
			n.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: "OSCAR"}}
		},
		"violence between them": func(n *typev1.Need) { n.Concerns = []typev1.Need_Concern{typev1.Need_PARTNER_VIOLENCE} },
	} {
		t.Run(name, func(t *testing.T) {
			need := couple()
			change(need)
			sub := *b
			sub.t = t
			require.Positive(t, sub.requirePromises(need))
		})
	}
}

// TestCounterfactualsOfDrawnNeeds keep their promise as well.
func TestCounterfactualsOfDrawnNeeds(t *testing.T) {
	t.Parallel()
	b := setup(t, "sqlite")
	offered := 0
	for seed := range uint64(30) {
		offered += b.requirePromises(drawNeed(rand.New(rand.NewPCG(seed, 7)))) //nolint:gosec // seeded on purpose
	}
	require.Greater(t, offered, 30)
}

func drawNeed(d *rand.Rand) *typev1.Need {
	n := &typev1.Need{
		Format: typev1.Need_Format(1 + d.IntN(2)), AgeGroup: typev1.Need_ADULT, LocationState: "NY", Languages: []string{[]string{"en", "en", "es", "zh"}[d.IntN(4)]},
	}
	for _, m := range []typev1.Need_Mode{typev1.Need_IN_PERSON, typev1.Need_VIDEO, typev1.Need_PHONE} {
		if d.IntN(2) == 0 {
			n.Modes = append(n.Modes, m)
		}
	}
	for range d.IntN(3) {
		start := 8 + d.IntN(10)
		n.Times = append(n.Times, required(typev1.WeeklyWindow_Day(1+d.IntN(7)), clockAt(start), clockAt(start+1+d.IntN(4)))...)
	}
	for _, p := range []*typev1.Need_TherapistPreference{
		{Kind: typev1.Need_TherapistPreference_GENDER, Value: []string{"MAN", "WOMAN"}[d.IntN(2)]},
		{Kind: typev1.Need_TherapistPreference_APPROACH, Value: "EFT"},
		{Kind: typev1.Need_TherapistPreference_LGBTQ_AFFIRMING, Value: "YES"},
	} {
		if p.Strength = typev1.Need_REQUIRED; d.IntN(3) == 0 {
			n.TherapistPreferences = append(n.TherapistPreferences, p)
		}
	}
	switch d.IntN(4) {
	case 0:
		n.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_SelfPayMaxCents{SelfPayMaxCents: int64(8_000 + d.IntN(20_000))}}
	case 1:
		n.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: "AETNA"}}
	}
	n.Tier = typev1.Urgency_Tier(1 + d.IntN(3))
	return n
}

func clockAt(hour int) string {
	return string([]byte{'0' + byte(hour/10), '0' + byte(hour%10), ':', '0', '0'})
}
