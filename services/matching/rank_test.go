package matching_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/services/firstcall/demo"
	"github.com/firstcall-health/firstcall/services/matching"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
	"github.com/firstcall-health/firstcall/services/matching/internal/store"
)

// TestTheDemonstration keeps the product's promise: an adult couple in New York who speaks English finds at least two
// therapists who fit and at least one who is excluded.
func TestTheDemonstration(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		r := b.rank(newInquiry(), couple())
		require.GreaterOrEqual(t, len(r.GetCandidates()), 2)
		require.NotEmpty(t, r.GetExcluded())
		require.Equal(t, "therapists/"+demo.ID("therapist-okafor"), r.GetCandidates()[0].GetTherapist())

		last := 1.0
		for _, c := range r.GetCandidates() {
			require.LessOrEqual(t, c.GetScore(), last)
			last = c.GetScore()
			require.NotEmpty(t, c.GetReasons())
			var sum float64
			for _, reason := range append(c.GetReasons(), c.GetConcerns()...) {
				sum += reason.GetPoints()
			}
			require.InDelta(t, c.GetScore(), sum, 1e-9)
			requireApart(t, c)
		}
		for _, e := range r.GetExcluded() {
			require.NotEmpty(t, e.GetReasons())
		}
		gains := map[string]int32{}
		for _, c := range r.GetCounterfactuals() {
			gains[c.GetChange()] = c.GetGains()
			require.NotEmpty(t, c.GetText())
		}
		require.NotContains(t, gains, "ADD_PHONE", "nobody who fits otherwise works by telephone only")
	})
}

// requireApart checks that openings come with a place to meet, in the client's ways, and never overlap.
func requireApart(t *testing.T, c *matchingv1.Candidate) {
	t.Helper()
	require.NotEmpty(t, c.GetOpenings())
	for i, o := range c.GetOpenings() {
		require.Contains(t, couple().GetModes(), o.GetMode())
		if i > 0 {
			require.False(t, o.GetStartTime().AsTime().Before(c.GetOpenings()[i-1].GetEndTime().AsTime()))
		}
	}
}

func TestRiskIsMarkedAndRanksNobodyDown(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry, need := newInquiry(), couple()
		calm := b.rank(inquiry, need)
		need.RiskFlag = true
		atRisk := b.rank(inquiry, need)
		require.False(t, calm.GetRiskFlag())
		require.True(t, atRisk.GetRiskFlag())
		calm.Decision, atRisk.Decision, atRisk.RiskFlag = "", "", false
		require.True(t, proto.Equal(calm, atRisk))
	})
}

func TestCounterfactualsOverScheduling(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		need := couple()
		need.Modes = []typev1.Need_Mode{typev1.Need_IN_PERSON}
		window := &typev1.WeeklyWindow{Day: typev1.WeeklyWindow_MONDAY, StartTime: "10:00", EndTime: "18:00"}
		need.Times = []*typev1.Need_TimeWish{{Window: window, Strength: typev1.Need_REQUIRED}}
		r := b.rank(newInquiry(), need)
		require.NotEmpty(t, r.GetCandidates())
		for _, c := range r.GetCandidates() {
			for _, o := range c.GetOpenings() {
				require.Equal(t, typev1.Need_IN_PERSON, o.GetMode())
				require.Equal(t, "Monday", o.GetStartTime().AsTime().Weekday().String())
			}
		}
		gains := map[string]bool{}
		for _, c := range r.GetCounterfactuals() {
			gains[c.GetChange()] = c.GetGains() > 0
		}
		require.True(t, gains["ADD_TUESDAY_AFTERNOON"] || gains["ADD_TUESDAY_EVENING"] || gains["ADD_WEDNESDAY_MORNING"], "%v", r.GetCounterfactuals())
	})
}

func TestRankRefusals(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		_, err := b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: couple(), TimeZone: "America/Atlantis"})
		require.Equal(t, "timeZone", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)
		odd := couple()
		odd.TherapistPreferences = []*typev1.Need_TherapistPreference{{Kind: typev1.Need_TherapistPreference_EXPERIENCE, Value: "10", Avoid: true}}
		_, err = b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: odd})
		requireReason(t, errs.ReasonInvalidFields, err)
		b.offline.cut("FindWeeklyOpenings", "")
		_, err = b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: couple()})
		requireReason(t, errs.ReasonUnavailable, err)
		b.offline.cut("FindOpenings", "")
		_, err = b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: couple()})
		requireReason(t, errs.ReasonUnavailable, err)
	})
}

// TestUnknownWordsInANeed: what nobody knows is refused at its field, and excludes nobody silently.
func TestUnknownWordsInANeed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		wish := func(kind typev1.Need_TherapistPreference_Kind, value string) func(*typev1.Need) {
			return func(n *typev1.Need) {
				n.TherapistPreferences = []*typev1.Need_TherapistPreference{
					{Kind: typev1.Need_TherapistPreference_GENDER, Value: "WOMAN"}, {Kind: kind, Value: value, Strength: typev1.Need_REQUIRED},
				}
			}
		}
		conflict := func(therapist string) func(*typev1.Need) {
			return func(n *typev1.Need) {
				n.Conflicts = []*typev1.Conflict{{Therapist: "therapists/" + demo.ID("therapist-okafor")}, {Therapist: therapist}}
			}
		}
		const second = "need.therapistPreferences[1].value"
		for name, tt := range map[string]struct {
			change      func(*typev1.Need)
			field, says string
		}{
			"gender":            {wish(typev1.Need_TherapistPreference_GENDER, "FEMALE"), second, "must be one of WOMAN, MAN"},
			"approach":          {wish(typev1.Need_TherapistPreference_APPROACH, "CBTT"), second, "alike first: CBT,"},
			"culture":           {wish(typev1.Need_TherapistPreference_CULTURE, "KOREANN"), second, "alike first: KOREAN,"},
			"faith":             {wish(typev1.Need_TherapistPreference_FAITH, "CATHOLICS"), second, "alike first: CATHOLIC,"},
			"affirming":         {wish(typev1.Need_TherapistPreference_LGBTQ_AFFIRMING, "NO"), second, "must be one of YES"},
			"years":             {wish(typev1.Need_TherapistPreference_EXPERIENCE, "TEN"), "need.therapistPreferences[1]", "a number of years"},
			"no years":          {wish(typev1.Need_TherapistPreference_EXPERIENCE, "0"), "need.therapistPreferences[1]", "one or more"},
			"nothing":           {wish(typev1.Need_TherapistPreference_APPROACH, ""), second, "must be given"},
			"state":             {func(n *typev1.Need) { n.LocationState = "XX" }, "need.locationState", "NY"},
			"no name":           {conflict("Dr. Okafor"), "need.conflicts[1].therapist", "must be a name such as therapists/"},
			"unknown therapist": {conflict("therapists/" + id.New()), "need.conflicts[1].therapist", "no such therapist"},
		} {
			need := couple()
			tt.change(need)
			_, err := b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: need})
			wrong := requireReason(t, errs.ReasonInvalidFields, err).Violations
			require.Len(t, wrong, 1, name)
			require.Equal(t, tt.field, wrong[0].Field, name)
			require.Contains(t, wrong[0].Description, tt.says, name)
		}
		_, err := b.staff.DeleteTherapist(b.admin(), &matchingv1.DeleteTherapistRequest{Name: "therapists/" + demo.ID("therapist-okafor")})
		require.NoError(t, err)
		need := couple()
		conflict("therapists/" + demo.ID("therapist-okafor"))(need)
		b.rank(newInquiry(), need) // one who was deleted is no mistake
		need.Payment = &typev1.Need_Payment{Kind: &typev1.Need_Payment_Insurer{Insurer: "Nobodys Mutual"}}
		require.Empty(t, b.rank(newInquiry(), need).GetCandidates(), "an insurer nobody takes is a need all the same")
	})
}

func TestDecisionsAreReplayed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		for range 3 {
			b.rank(newInquiry(), couple())
		}
		replayed, err := matching.ReplayDecisions(t.Context(), b.db, b.clock)
		require.NoError(t, err)
		require.Equal(t, 3, replayed.Same)
		require.Empty(t, replayed.Left)
		require.Equal(t, "3 made by engine "+domain.EngineVersion+", this one: all reproduced\n", replayed.String())

		// One that another version made is left to it; one that comes out otherwise is named.
		b.exec(`UPDATE decisions SET engine = '2026.1' WHERE id = (SELECT min(id) FROM decisions)`)
		replayed, err = matching.ReplayDecisions(t.Context(), b.db, b.clock)
		require.NoError(t, err)
		require.Equal(t, "2 made by engine "+domain.EngineVersion+", this one: all reproduced\n"+
			"1 made by engine 2026.1: not computed again, only that version can\n", replayed.String())
		// One from before input and output were stored together is read as well.
		var last string
		require.NoError(t, b.db.Read().QueryRowContext(t.Context(), `SELECT max(id) FROM decisions`).Scan(&last))
		d, err := store.New(b.db, nil).Decision(t.Context(), last)
		require.NoError(t, err)
		input, err := json.Marshal(d.Input)
		require.NoError(t, err)
		output, err := json.Marshal(d.Output)
		require.NoError(t, err)
		b.exec(`UPDATE decisions SET body = NULL, input = $2, output = $3 WHERE id = $1`, last, string(input), string(output))
		again, err := store.New(b.db, nil).Decision(t.Context(), last)
		require.NoError(t, err)
		require.Equal(t, d, again)
		replayed, err = matching.ReplayDecisions(t.Context(), b.db, b.clock)
		require.NoError(t, err)
		require.Equal(t, 2, replayed.Same)
		b.exec(`UPDATE decisions SET output = replace(output, '"score":', '"score":1') WHERE id = $1`, last)
		_, err = matching.ReplayDecisions(t.Context(), b.db, b.clock)
		require.ErrorContains(t, err, "is not reproduced")
	})
}
