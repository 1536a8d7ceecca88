package domain

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	certified, other, elsewhere := fitting("certified"), fitting("other"), fitting("elsewhere")
	other.Expertise = nil
	elsewhere.Licenses[0].State = "NJ"
	in := inputFor(couple(), certified, other, elsewhere)
	out, err := Rank(&in)
	require.NoError(t, err)
	d := Decision{Input: in, Output: out}

	c, err := Compare(&d, certified.ID, other.ID)
	require.NoError(t, err)
	require.Equal(t, "Dr. certified ranks before Dr. other. The largest part: Dr. certified: Certified for work with betrayal and trust. "+
		"Dr. other: Does not name betrayal and trust as a focus.", c.Summary)
	require.Equal(t, Micro(62_500), c.Lead)
	require.Len(t, c.Differences, 1)

	back, err := Compare(&d, other.ID, certified.ID)
	require.NoError(t, err)
	require.Equal(t, -c.Lead, back.Lead)
	require.Equal(t, "Dr. certified ranks before Dr. other. The largest part: Dr. certified: Certified for work with betrayal and trust. "+
		"Dr. other: Does not name betrayal and trust as a focus.", back.Summary)

	c, err = Compare(&d, elsewhere.ID, certified.ID)
	require.NoError(t, err)
	require.Equal(t, "Dr. elsewhere is ruled out: Not licensed in New York, where the client will be.", c.Summary)
	require.Equal(t, RuleLicense, c.Excluded[0].Code)
	c, err = Compare(&d, certified.ID, elsewhere.ID)
	require.NoError(t, err)
	require.Equal(t, "Dr. certified fits; Dr. elsewhere is ruled out: Not licensed in New York, where the client will be.", c.Summary)
	c, err = Compare(&d, certified.ID, certified.ID)
	require.NoError(t, err)
	require.Equal(t, "Dr. certified and Dr. certified fit equally well.", c.Summary)
	c, err = Compare(&d, elsewhere.ID, "")
	require.NoError(t, err)
	require.Equal(t, "Dr. elsewhere is ruled out: Not licensed in New York, where the client will be.", c.Summary)
	require.NotEmpty(t, c.Excluded)
	require.Equal(t, other.ID, d.bestBeside(certified.ID))
	require.Equal(t, certified.ID, d.bestBeside(other.ID))
	d.Output.Ranked = d.Output.Ranked[:1]
	require.Empty(t, d.bestBeside(certified.ID))
	c, err = Compare(&d, certified.ID, "")
	require.NoError(t, err)
	require.Equal(t, "Dr. certified is the only one who fits.", c.Summary)
	_, err = Compare(&d, "nobody", certified.ID)
	require.ErrorContains(t, err, "INVALID_FIELDS")
}

// TestWhatOutweighs: two terms of one kind that outweigh each other are both told.
func TestWhatOutweighs(t *testing.T) {
	t.Parallel()
	a, b := fitting("a"), fitting("b")
	a.Track.N[1], a.Track.Theta[1], b.Track.N[2], b.Track.Theta[2] = 40, 120_000, 40, 200_000
	need := couple()
	need.Concerns = []Concern{"ANXIETY", "TRAUMA"}
	in := inputFor(need, a, b)
	in.Weights.NearTie = 0
	d := decided(t, in)
	c, err := Compare(&d, a.ID, b.ID)
	require.NoError(t, err)
	require.Zero(t, c.Lead)
	require.Equal(t, "Dr. a and Dr. b come out equal, for different reasons.", c.Summary)
	require.Len(t, c.Differences, 2)
	require.Contains(t, c.Differences[0].Text, "Dr. a: In anxiety, clients here improved more than expected")
	require.Contains(t, c.Differences[1].Text, "Dr. b: In trauma, clients here improved more than expected")
}

// TestDifferencesToRead: what is rounded to nothing is not told as a difference, and what sounds the same not as its cause.
func TestDifferencesToRead(t *testing.T) {
	t.Parallel()
	a, b := fitting("a"), fitting("b")
	in := inputFor(couple(), a, b)
	later := in.Openings[KeyBase][b.ID]
	for i := range later {
		later[i].Start, later[i].End = later[i].Start.Add(time.Hour), later[i].End.Add(time.Hour)
	}
	d := decided(t, in)
	c, err := Compare(&d, b.ID, a.ID)
	require.NoError(t, err)
	require.Negative(t, c.Lead)
	require.Equal(t, "Dr. b and Dr. a come out about equal.", c.Summary)

	late := in
	late.Need.Tier = "PRIORITY"
	late.Openings = map[string]map[string][]Opening{KeyBase: {}}
	for i, id := range []string{a.ID, b.ID} {
		at := testNow().AddDate(0, 0, 10+3*i)
		late.Openings[KeyBase][id] = []Opening{{Slot: id, Start: at, End: at.Add(time.Hour), Mode: Video}}
	}
	d = decided(t, late)
	c, err = Compare(&d, b.ID, a.ID)
	require.NoError(t, err)
	require.Equal(t, "Dr. a ranks before Dr. b. The largest part: Dr. a: Can begin in a little more than a week, on Thursday, December 3. "+
		"Dr. b: Can begin in about 2 weeks, on Sunday, December 6.", c.Summary, "why waiting counts is not said twice")

	in.Need.Tier = "URGENT"
	in.Weights.WaitWeek = 100_000
	d = decided(t, in)
	c, err = Compare(&d, b.ID, a.ID)
	require.NoError(t, err)
	require.Equal(t, "Dr. a ranks before Dr. b.", c.Summary)
}

// TestDifferencesSum: the number and the words come from the same terms.
func TestDifferencesSum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in, out := ranked(t)
		d := Decision{Input: in, Output: out}
		for i := range out.Ranked {
			for k := range out.Ranked {
				a, b := &out.Ranked[i], &out.Ranked[k]
				c, err := Compare(&d, a.Therapist, b.Therapist)
				require.NoError(t, err)
				var sum Micro
				for _, diff := range c.Differences {
					sum += diff.Points
				}
				require.Equal(t, a.Score-b.Score, c.Lead)
				require.Equal(t, c.Lead, sum)
				require.NotEmpty(t, c.Summary)
			}
		}
	})
}

// TestWhatWouldChange: what brings someone in whom a rule excludes, and what brings someone forward.
func TestWhatWouldChange(t *testing.T) {
	t.Parallel()
	fits, man, byPhone, elsewhere := fitting("fits"), fitting("man"), fitting("phone"), fitting("elsewhere")
	man.Identity.Gender, byPhone.Modes, elsewhere.Licenses[0].State = "MAN", []Mode{Phone}, "NJ"
	need := couple()
	need.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Required}}
	in := inputFor(need, fits, man, byPhone, elsewhere)
	in.Openings["ADD_PHONE"], in.Openings["RELAX_GENDER_0"] = openingsFor(Phone, 1, byPhone), openingsFor(Video, 1, man)
	d := decided(t, in)
	for therapist, want := range map[string][]string{
		man.ID:       {"Not insisting on a woman would bring Dr. man in."},
		byPhone.ID:   {"Meeting by telephone as well would bring Dr. phone in."},
		elsewhere.ID: nil,
		fits.ID:      nil,
	} {
		got, err := changes(&d, therapist, fits.ID)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}

	man.Track.N[7], man.Track.Theta[7] = 40, 100_000
	need.Preferences[0].Strength = Mild
	d = decided(t, inputFor(need, fits, man))
	require.Equal(t, fits.ID, d.Output.Ranked[0].Therapist)
	got, err := changes(&d, man.ID, fits.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"Without the wish for a woman, Dr. man would rank before Dr. fits."}, got)

	// Times and a style are wishes, too.
	for wish, need := range map[string]Need{
		"certain times":   {Times: []TimeWish{{Window{"TUESDAY", "09:00", "18:00"}, Strong}}},
		"a certain style": {Style: &Style{3, 3, 3, 3}},
	} {
		fits, other := fitting("fits"), fitting("other")
		other.Track.N[7], other.Track.Theta[7] = 40, 60_000
		other.Style = &Style{-3, -3, -3, -3}
		fits.Style = &Style{3, 3, 3, 3}
		need.Format, need.Concerns, need.LocationState, need.Modes = couple().Format, couple().Concerns, couple().LocationState, couple().Modes
		in := inputFor(need, fits, other)
		later := in.Openings[KeyBase][other.ID]
		if need.Times != nil {
			for i := range later {
				later[i].Start, later[i].End = later[i].Start.Add(10*time.Hour), later[i].End.Add(10*time.Hour)
			}
		}
		d := decided(t, in)
		require.Equal(t, fits.ID, d.Output.Ranked[0].Therapist, wish)
		got, err := changes(&d, other.ID, fits.ID)
		require.NoError(t, err)
		require.Equal(t, []string{"Without the wish for " + wish + ", Dr. other would rank before Dr. fits."}, got)
	}

	// Who was drawn to come first is not brought forward by giving up a wish that both meet.
	best, close, _ := tied()
	in = inputFor(need, best, close)
	in.Need.Preferences = []Preference{{Kind: WishGender, Value: "WOMAN", Strength: Mild}}
	seeds(t, 200, in, func(out *Output) {
		in.Seed = ""
		if out.Ranked[0].Therapist == close.ID {
			got, err := changes(&Decision{Engine: EngineVersion, Input: in, Output: *out}, best.ID, close.ID)
			require.NoError(t, err)
			require.Empty(t, got)
			in.Seed = "drawn"
		}
	})
	require.Equal(t, "drawn", in.Seed)

	need.Times = []TimeWish{{Window{"FRIDAY", "09:00", "18:00"}, Required}}
	in = inputFor(need, fits)
	in.Parts = map[string]map[string]uint64{KeyAnyTime: {fits.ID: 1 << 3}}
	d = decided(t, in)
	got, err = changes(&d, fits.ID, fits.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"Other times would bring Dr. fits in."}, got)
}

func decided(t *testing.T, in Input) Decision {
	t.Helper()
	out, err := Rank(&in)
	require.NoError(t, err)
	return Decision{Engine: EngineVersion, Input: in, Output: out}
}
