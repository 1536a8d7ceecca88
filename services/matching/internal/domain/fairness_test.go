package domain

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/id"
)

// TestIdentityCountsOnlyWhenAskedFor: what a therapist chose to state of themselves changes nothing for a client who
// stated no wish.
func TestIdentityCountsOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	d := newDice(11)
	for range 300 {
		in := d.fuzzed([]Therapist{d.therapist(1), d.therapist(2), d.therapist(3), d.therapist(4)})
		in.Need.Preferences = nil
		out, err := Rank(&in)
		require.NoError(t, err)
		for i := range in.Therapists {
			in.Therapists[i].Identity = d.therapist(i).Identity
		}
		again, err := Rank(&in)
		require.NoError(t, err)
		require.Equal(t, out, again)
	}
}

// TestRelabelling: other ids and names give the same scores and the same exclusions.
func TestRelabelling(t *testing.T) {
	t.Parallel()
	d := newDice(12)
	for range 300 {
		in := d.fuzzed([]Therapist{d.therapist(1), d.therapist(2), d.therapist(3), d.therapist(4)})
		in.Need.Conflicts, in.Weights.NearTie = nil, 0
		was, err := Rank(&in)
		require.NoError(t, err)
		other := map[string]string{}
		for i := range in.Therapists {
			other[in.Therapists[i].ID] = id.Derive("relabelled", strconv.Itoa(i))
			in.Therapists[i].ID, in.Therapists[i].DisplayName = other[in.Therapists[i].ID], "Dr. X"
		}
		for _, byTherapist := range in.Openings {
			for from, to := range other {
				byTherapist[to] = byTherapist[from]
			}
		}
		is, err := Rank(&in)
		require.NoError(t, err)
		scores := map[string]Micro{}
		for _, r := range is.Ranked {
			scores[r.Therapist] = r.Score
		}
		require.Len(t, is.Ranked, len(was.Ranked))
		for _, r := range was.Ranked {
			require.Equal(t, r.Score, scores[other[r.Therapist]])
		}
		require.Equal(t, was.Rules, is.Rules)
	}
}

// TestMoreBenefitNeverRanksLower: of two rankings that differ in one therapist's measured benefit, the better one has
// them no lower.
func TestMoreBenefitNeverRanksLower(t *testing.T) {
	t.Parallel()
	d := newDice(13)
	place := func(out *Output, therapist string) int {
		for i := range out.Ranked {
			if out.Ranked[i].Therapist == therapist {
				return i
			}
		}
		return len(out.Ranked)
	}
	for range 500 {
		in := d.fuzzed([]Therapist{d.therapist(1), d.therapist(2), d.therapist(3), d.therapist(4)})
		in.Weights.NearTie = 0
		was, err := Rank(&in)
		require.NoError(t, err)
		better := &in.Therapists[d.IntN(4)]
		for k := range better.Track.Theta {
			better.Track.Theta[k] += int32(d.IntN(300_000))
		}
		is, err := Rank(&in)
		require.NoError(t, err)
		require.LessOrEqual(t, place(&is, better.ID), place(&was, better.ID))
	}
}
