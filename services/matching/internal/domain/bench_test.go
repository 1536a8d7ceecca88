package domain

import (
	"strconv"
	"testing"
)

// BenchmarkRank measures the engine alone: judging, scoring, ordering and the counterfactuals.
func BenchmarkRank(b *testing.B) {
	for _, n := range []int{12, 1000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			need := couple()
			need.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required}, {Kind: WishApproach, Value: "EFT", Strength: Strong}}
			need.Payment.SelfPayMaxCents = cents(20_000)
			need.Times = []TimeWish{{Window{"TUESDAY", "09:00", "12:00"}, Strong}}
			var ts []Therapist
			for i := range n {
				t := fitting(strconv.Itoa(i))
				switch i % 4 {
				case 1:
					t.Identity.Gender = "MAN"
				case 2:
					t.FeeCents = 22_000
				case 3:
					t.Approaches = []Approach{{Approach: "EFT", Level: Certified}}
				}
				ts = append(ts, t)
			}
			in := inputFor(need, ts...)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Rank(&in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
