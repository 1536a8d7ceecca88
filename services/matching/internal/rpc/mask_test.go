package rpc

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/rpcserver"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

func current() *matchingv1.Therapist {
	return &matchingv1.Therapist{
		Name: "therapists/x", DisplayName: "Dr. Before", Languages: []string{"en"}, FeeCents: 100, SlidingFeeCents: 50,
		Identity:     &matchingv1.Therapist_Identity{Gender: "WOMAN", Faiths: []string{"JEWISH"}},
		Capacity:     &matchingv1.Therapist_Capacity{TargetCaseload: 10, ActiveClients: 4, BroughtClients: 3, Reserved: 1, Accepting: true},
		InitialHours: []*typev1.WeeklyWindow{{Day: typev1.WeeklyWindow_MONDAY, StartTime: "09:00", EndTime: "10:00"}},
		Etag:         "tag", CreateTime: &timestamppb.Timestamp{Seconds: 1}, UpdateTime: &timestamppb.Timestamp{Seconds: 2},
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change *matchingv1.Therapist
		mask   []string
		want   func(*matchingv1.Therapist)
		field  string
	}{
		{
			name: "named fields only", mask: []string{"display_name", "fee_cents"},
			change: &matchingv1.Therapist{DisplayName: "After", FeeCents: 0, SlidingFeeCents: 7},
			want:   func(w *matchingv1.Therapist) { w.DisplayName, w.FeeCents = "After", 0 },
		},
		{
			name:   "an empty mask is what is given, nested fields one by one",
			change: &matchingv1.Therapist{FeeCents: 200, Capacity: &matchingv1.Therapist_Capacity{TargetCaseload: 12}},
			want:   func(w *matchingv1.Therapist) { w.FeeCents, w.Capacity.TargetCaseload = 200, 12 },
		},
		{name: "an empty mask and nothing given", change: &matchingv1.Therapist{}, want: func(*matchingv1.Therapist) {}},
		{
			name: "a list is replaced", mask: []string{"languages"},
			change: &matchingv1.Therapist{Languages: []string{"es", "fr"}},
			want:   func(w *matchingv1.Therapist) { w.Languages = []string{"es", "fr"} },
		},
		{
			name: "a list is cleared", mask: []string{"languages"}, change: &matchingv1.Therapist{},
			want: func(w *matchingv1.Therapist) { w.Languages = nil },
		},
		{
			name: "nested, false included", mask: []string{"capacity.accepting"}, change: &matchingv1.Therapist{},
			want: func(w *matchingv1.Therapist) { w.Capacity.Accepting = false },
		},
		{
			name: "a whole message", mask: []string{"identity"},
			change: &matchingv1.Therapist{Identity: &matchingv1.Therapist_Identity{Gender: "MAN"}},
			want:   func(w *matchingv1.Therapist) { w.Identity = &matchingv1.Therapist_Identity{Gender: "MAN"} },
		},
		{
			name: "a message appears", mask: []string{"style.warmth"},
			change: &matchingv1.Therapist{Style: &typev1.Need_Style{Warmth: 3, Intensity: 1}},
			want:   func(w *matchingv1.Therapist) { w.Style = &typev1.Need_Style{Warmth: 3} },
		},
		{
			name: "output only is ignored",
			mask: []string{"name", "etag", "create_time", "update_time", "capacity.reserved"},
			change: &matchingv1.Therapist{
				Name: "therapists/y", Etag: "other", Capacity: &matchingv1.Therapist_Capacity{Reserved: 9},
			},
			want: func(*matchingv1.Therapist) {},
		},
		{
			name: "the whole capacity keeps its output", mask: []string{"capacity"},
			change: &matchingv1.Therapist{Capacity: &matchingv1.Therapist_Capacity{TargetCaseload: 5, ActiveClients: 4, BroughtClients: 2, Reserved: 99}},
			want: func(w *matchingv1.Therapist) {
				w.Capacity = &matchingv1.Therapist_Capacity{TargetCaseload: 5, ActiveClients: 4, BroughtClients: 2, Reserved: 1}
			},
		},
		{
			name: "nothing said of clients brought along", mask: []string{"capacity"},
			change: &matchingv1.Therapist{Capacity: &matchingv1.Therapist_Capacity{TargetCaseload: 22, Accepting: true}},
			want:   func(w *matchingv1.Therapist) { w.Capacity.TargetCaseload = 22 },
		},
		{
			name: "clients brought along leave", mask: []string{"capacity.brought_clients"},
			change: &matchingv1.Therapist{Capacity: &matchingv1.Therapist_Capacity{}},
			want:   func(w *matchingv1.Therapist) { w.Capacity.BroughtClients = 0 },
		},
		{
			name: "as many clients as there are", change: &matchingv1.Therapist{Capacity: &matchingv1.Therapist_Capacity{ActiveClients: 4}},
			want: func(*matchingv1.Therapist) {},
		},
		{
			name: "other clients than there are, without a mask", field: "therapist.capacity.activeClients",
			change: &matchingv1.Therapist{Capacity: &matchingv1.Therapist_Capacity{ActiveClients: 3}},
		},
		{
			name: "other clients than there are, in all of it", mask: []string{"capacity"}, field: "therapist.capacity.activeClients",
			change: &matchingv1.Therapist{Capacity: &matchingv1.Therapist_Capacity{ActiveClients: 3}},
		},
		{
			name: "no clients", mask: []string{"capacity.active_clients"}, field: "therapist.capacity.activeClients",
			change: &matchingv1.Therapist{},
		},
		{
			name: "star replaces everything", mask: []string{"*"}, change: &matchingv1.Therapist{DisplayName: "New"},
			want: func(w *matchingv1.Therapist) {
				w.DisplayName, w.Languages, w.FeeCents, w.SlidingFeeCents, w.Identity = "New", nil, 0, 0, nil
				w.Capacity = &matchingv1.Therapist_Capacity{ActiveClients: 4, BroughtClients: 3, Reserved: 1}
			},
		},
		{name: "star stands alone", mask: []string{"*", "fee_cents"}, change: &matchingv1.Therapist{}, field: "updateMask"},
		{name: "unknown path", mask: []string{"shoe_size"}, change: &matchingv1.Therapist{}, field: "updateMask"},
		{name: "unknown nested path", mask: []string{"capacity.shoes"}, change: &matchingv1.Therapist{}, field: "updateMask"},
		{name: "path into a list", mask: []string{"languages.en"}, change: &matchingv1.Therapist{}, field: "updateMask"},
		{name: "path into a list of messages", mask: []string{"licenses.state"}, change: &matchingv1.Therapist{}, field: "updateMask"},
		{name: "empty path", mask: []string{""}, change: &matchingv1.Therapist{}, field: "updateMask"},
		{name: "hours are changed in scheduling", mask: []string{"initial_hours"}, change: &matchingv1.Therapist{}, field: "therapist.initialHours"},
		{
			name: "the same hours are fine", mask: []string{"initial_hours"},
			change: &matchingv1.Therapist{InitialHours: current().GetInitialHours()}, want: func(*matchingv1.Therapist) {},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before := current()
			got, err := merge(before, tt.change, tt.mask)
			require.True(t, proto.Equal(current(), before), "what is stored is not touched")
			if tt.field != "" {
				refusal, ok := errs.As(err)
				require.True(t, ok)
				require.Equal(t, errs.ReasonInvalidFields, refusal.Reason)
				require.Equal(t, tt.field, refusal.Violations[0].Field)
				return
			}
			require.NoError(t, err)
			want := current()
			tt.want(want)
			require.True(t, proto.Equal(want, got), "want %v\ngot  %v", want, got)
		})
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	v, err := rpcserver.NewValidator((&matchingv1.Therapist{}).ProtoReflect().Descriptor())
	require.NoError(t, err)
	require.NoError(t, check(v, current()))

	wrong := current()
	wrong.DisplayName = ""
	wrong.SlidingFeeCents = 101
	wrong.Licenses = []*matchingv1.Therapist_License{
		{State: "NY", Title: "LMFT", ExpireDate: "2030-02-30"}, {State: "ny", Title: "LMSWW", ExpireDate: "28 February 2030"},
	}
	wrong.Approaches = []*matchingv1.Therapist_Approach{{Approach: "CBTT"}, {}}
	wrong.Identity = &matchingv1.Therapist_Identity{Gender: "FEMALE", Cultures: []string{"LATINA", "KLINGON"}, Faiths: []string{"JEDI"}}
	refusal, ok := errs.As(check(v, wrong))
	require.True(t, ok)
	said := map[string]string{}
	for _, violation := range refusal.Violations {
		said[violation.Field] = violation.Description
	}
	for field, says := range map[string]string{
		"therapist.displayName": "must not be empty", "therapist.slidingFeeCents": "higher than the fee", "therapist.licenses[0].expireDate": "exists",
		"therapist.licenses[1].state": "alike first: NY,", "therapist.licenses[1].title": "must be one of LMFT, LCSW, LMSW, ",
		"therapist.licenses[1].expireDate": "YYYY-MM-DD", "therapist.approaches[0].approach": "alike first: CBT,",
		"therapist.approaches[1].approach": "must be given", "therapist.identity.gender": "WOMAN, MAN, NONBINARY, TRANS_WOMAN",
		"therapist.identity.cultures[1]": "LATINA", "therapist.identity.faiths[0]": "JEWISH",
	} {
		require.Contains(t, said[field], says, field)
		require.NotContains(t, said[field], "regex", field)
		delete(said, field)
	}
	require.Empty(t, said)
}

func TestTherapistRoundTrip(t *testing.T) {
	t.Parallel()
	want := current()
	want.Expertise = []*matchingv1.Therapist_Expertise{{Concern: typev1.Need_GRIEF, Level: matchingv1.Therapist_Expertise_TRAINED}}
	want.Approaches = []*matchingv1.Therapist_Approach{{Approach: "EFT"}}
	want.Licenses = []*matchingv1.Therapist_License{{State: "NY", Title: "LMFT", ExpireDate: "2030-01-31"}}
	want.Formats = []typev1.Need_Format{typev1.Need_COUPLE}
	want.Modes = []typev1.Need_Mode{typev1.Need_VIDEO, typev1.Need_PHONE}
	want.AgeGroups = []typev1.Need_AgeGroup{typev1.Need_OLDER_ADULT}
	want.ExcludedConcerns = []typev1.Need_Concern{typev1.Need_OCD}
	want.Insurers = []string{"AETNA"}
	want.PractisingSince = 2001
	want.Style = &typev1.Need_Style{Warmth: -3}
	p := profileOf(want)
	got := profileOf(therapistProto(&domain.Therapist{Profile: p}))
	require.Equal(t, p, got)
}
