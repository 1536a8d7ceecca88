package matching_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
)

// newcomer sees couples in New York by video, every weekday, and is better at betrayal than the rest is known to be.
func newcomer() *matchingv1.Therapist {
	t := &matchingv1.Therapist{
		DisplayName: "Dr. New Comer",
		Licenses:    []*matchingv1.Therapist_License{{State: "NY", Title: "LMFT", ExpireDate: "2032-12-31"}},
		Formats:     []typev1.Need_Format{typev1.Need_COUPLE},
		Modes:       []typev1.Need_Mode{typev1.Need_VIDEO},
		Languages:   []string{"en"},
		AgeGroups:   []typev1.Need_AgeGroup{typev1.Need_ADULT},
		Expertise:   []*matchingv1.Therapist_Expertise{{Concern: typev1.Need_BETRAYAL_TRUST, Level: matchingv1.Therapist_Expertise_CERTIFIED}},
		FeeCents:    10_000,
		Capacity:    &matchingv1.Therapist_Capacity{TargetCaseload: 10, BroughtClients: 2, Reserved: 7, Accepting: true},
	}
	for day := typev1.WeeklyWindow_MONDAY; day <= typev1.WeeklyWindow_FRIDAY; day++ {
		t.InitialHours = append(t.InitialHours, &typev1.WeeklyWindow{Day: day, StartTime: "09:00", EndTime: "17:00"})
	}
	return t
}

func (b *bundle) candidate(therapist string) bool {
	r, err := b.intake.RankTherapists(b.desk(), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: couple(), MaxCandidates: 20})
	require.NoError(b.t, err)
	for _, c := range r.GetCandidates() {
		if c.GetTherapist() == therapist {
			return true
		}
	}
	return false
}

func TestCreateTherapist(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		req := &matchingv1.CreateTherapistRequest{Therapist: newcomer(), RequestId: newRequest()}
		r, err := b.staff.CreateTherapist(b.admin(), req)
		require.NoError(t, err)
		created := r.GetTherapist()
		require.EqualValues(t, 2, created.GetCapacity().GetActiveClients())
		require.Zero(t, created.GetCapacity().GetReserved(), "output only")
		require.True(t, b.candidate(created.GetName()), "with openings: the provider exists")

		again, err := b.staff.CreateTherapist(b.admin(), req)
		require.NoError(t, err)
		require.True(t, proto.Equal(created, again.GetTherapist()))
		req.Therapist.FeeCents++
		_, err = b.staff.CreateTherapist(b.admin(), req)
		requireReason(t, errs.ReasonRequestIDReused, err)
	})
}

func TestCreateTherapistWithoutScheduling(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		b.offline.cut("EnsureProvider", "")
		r, err := b.staff.CreateTherapist(b.admin(), &matchingv1.CreateTherapistRequest{Therapist: newcomer(), RequestId: newRequest()})
		require.NoError(t, err)
		require.False(t, b.candidate(r.GetTherapist().GetName()), "no provider, no openings")
		b.offline.cut("", "")
		b.sweepUntil(func() bool { return b.candidate(r.GetTherapist().GetName()) })
	})
}

func TestCreateTherapistRefusals(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		for field, change := range map[string]func(*matchingv1.Therapist){
			"therapist.displayName":            func(t *matchingv1.Therapist) { t.DisplayName = "" },
			"therapist.licenses[0].state":      func(t *matchingv1.Therapist) { t.Licenses[0].State = "New York" },
			"therapist.licenses[0].title":      func(t *matchingv1.Therapist) { t.Licenses[0].Title = "LMSWW" },
			"therapist.identity.gender":        func(t *matchingv1.Therapist) { t.Identity = &matchingv1.Therapist_Identity{Gender: "FEMALE"} },
			"therapist.licenses[0].expireDate": func(t *matchingv1.Therapist) { t.Licenses[0].ExpireDate = "2030-02-30" },
			"therapist.expertise[0].expireDate": func(t *matchingv1.Therapist) {
				t.Expertise[0].ExpireDate = "2030-02-30"
			},
			"therapist.approaches[0].expireDate": func(t *matchingv1.Therapist) {
				t.Approaches = []*matchingv1.Therapist_Approach{{Approach: "EFT", ExpireDate: "2030-13-01"}}
			},
			"therapist.leave[0]": func(t *matchingv1.Therapist) {
				t.Leave = []*matchingv1.Therapist_Leave{{StartDate: "2027-07-02", EndDate: "2027-07-01"}}
			},
			"therapist.practisingSince": func(t *matchingv1.Therapist) { t.PractisingSince = int32(time.Now().Year()) + 1 }, //nolint:gosec // four digits
			"therapist.expertise[1].concern": func(t *matchingv1.Therapist) {
				t.Expertise = append(t.Expertise[:1], &matchingv1.Therapist_Expertise{Concern: t.Expertise[0].Concern, Level: matchingv1.Therapist_Expertise_CERTIFIED})
			},
			"therapist.approaches[1].approach": func(t *matchingv1.Therapist) {
				t.Approaches = []*matchingv1.Therapist_Approach{{Approach: "EFT"}, {Approach: "EFT"}}
			},
			"therapist.insurers[0]":            func(t *matchingv1.Therapist) { t.Insurers = []string{"AETNA:"} },
			"therapist.taxonomyCodes[0]":       func(t *matchingv1.Therapist) { t.TaxonomyCodes = []string{"LMFT"} },
			"therapist.slidingFeeCents":        func(t *matchingv1.Therapist) { t.SlidingFeeCents = 10_001 },
			"therapist.capacity.activeClients": func(t *matchingv1.Therapist) { t.Capacity.ActiveClients = 3 },
			"therapist.capacity.targetCaseload": func(t *matchingv1.Therapist) {
				t.Capacity.TargetCaseload = -1
			},
		} {
			wrong := newcomer()
			change(wrong)
			_, err := b.staff.CreateTherapist(b.admin(), &matchingv1.CreateTherapistRequest{Therapist: wrong})
			require.Equal(t, field, requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)
		}
	})
}

func TestUpdateTherapist(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		r, err := b.staff.CreateTherapist(b.admin(), &matchingv1.CreateTherapistRequest{Therapist: newcomer()})
		require.NoError(t, err)
		first := r.GetTherapist()
		b.clock.Advance(time.Hour)

		change := &matchingv1.UpdateTherapistRequest{
			Therapist:  &matchingv1.Therapist{Name: first.GetName(), Etag: first.GetEtag(), DisplayName: "ignored", FeeCents: 12_000},
			UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"fee_cents", "capacity.accepting"}}, RequestId: newRequest(),
		}
		updated, err := b.staff.UpdateTherapist(b.admin(), change)
		require.NoError(t, err)
		second := updated.GetTherapist()
		want := proto.CloneOf(first)
		want.FeeCents, want.Capacity.Accepting = 12_000, false
		want.Etag, want.UpdateTime = second.GetEtag(), second.GetUpdateTime()
		require.True(t, proto.Equal(want, second))
		require.NotEqual(t, first.GetEtag(), second.GetEtag())
		require.False(t, b.candidate(first.GetName()))

		again, err := b.staff.UpdateTherapist(b.admin(), change)
		require.NoError(t, err, "the same request id is the same change")
		require.True(t, proto.Equal(second, again.GetTherapist()))

		change.RequestId = ""
		_, err = b.staff.UpdateTherapist(b.admin(), change)
		require.Equal(t, first.GetName(), requireReason(t, errs.ReasonETagMismatch, err).Metadata["resource"])
		change.Therapist.Etag = `"` + second.GetEtag() + `"`
		_, err = b.staff.UpdateTherapist(b.admin(), change)
		require.NoError(t, err, "quoted, as in a header")

		wrong := &matchingv1.UpdateTherapistRequest{Therapist: &matchingv1.Therapist{Name: first.GetName(), Languages: []string{"!"}}}
		_, err = b.staff.UpdateTherapist(b.admin(), wrong)
		require.Equal(t, "therapist.languages[0]", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)
		wrong.Therapist.Languages, wrong.Therapist.Licenses = nil, []*matchingv1.Therapist_License{{State: "NY", Title: "LMSWW", ExpireDate: "2030-01-01"}}
		_, err = b.staff.UpdateTherapist(b.admin(), wrong)
		require.Equal(t, "therapist.licenses[0].title", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)
		wrong.UpdateMask = &fieldmaskpb.FieldMask{Paths: []string{"shoe_size"}}
		_, err = b.staff.UpdateTherapist(b.admin(), wrong)
		require.Equal(t, "updateMask", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)
		_, err = b.staff.UpdateTherapist(b.admin(), &matchingv1.UpdateTherapistRequest{Therapist: &matchingv1.Therapist{Name: "therapists/" + id.New()}})
		requireReason(t, errs.ReasonNotFound, err)
	})
}

// TestClientsBroughtAlongLeave: a practice that starts with full therapists says when their clients have left.
func TestClientsBroughtAlongLeave(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		full := newcomer()
		full.Capacity.TargetCaseload = 2
		th := b.create(full)
		require.False(t, b.candidate(th.GetName()), "two of two")
		capacity := func(c *matchingv1.Therapist_Capacity, etag string, mask ...string) (*matchingv1.Therapist, error) {
			req := &matchingv1.UpdateTherapistRequest{Therapist: &matchingv1.Therapist{Name: th.GetName(), Etag: etag, Capacity: c}}
			if len(mask) > 0 {
				req.UpdateMask = &fieldmaskpb.FieldMask{Paths: mask}
			}
			r, err := b.staff.UpdateTherapist(b.admin(), req)
			return r.GetTherapist(), err
		}
		for _, mask := range [][]string{nil, {"capacity.active_clients"}, {"capacity"}} {
			_, err := capacity(&matchingv1.Therapist_Capacity{TargetCaseload: 2, ActiveClients: 1, BroughtClients: 2, Accepting: true}, "", mask...)
			require.Equal(t, "therapist.capacity.activeClients", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)
		}
		_, err := capacity(&matchingv1.Therapist_Capacity{BroughtClients: 501}, "")
		require.Equal(t, "therapist.capacity.broughtClients", requireReason(t, errs.ReasonInvalidFields, err).Violations[0].Field)

		got, err := capacity(&matchingv1.Therapist_Capacity{BroughtClients: 1}, th.GetEtag(), "capacity.brought_clients")
		require.NoError(t, err)
		require.EqualValues(t, 1, got.GetCapacity().GetActiveClients())
		require.NotEqual(t, th.GetEtag(), got.GetEtag())
		require.True(t, b.candidate(th.GetName()))
		_, err = capacity(&matchingv1.Therapist_Capacity{}, th.GetEtag(), "capacity.brought_clients")
		requireReason(t, errs.ReasonETagMismatch, err)

		b.agreed(th.GetName(), 0)
		require.False(t, b.candidate(th.GetName()), "one brought along, one paired here")
		got, err = capacity(&matchingv1.Therapist_Capacity{}, got.GetEtag(), "capacity.brought_clients")
		require.NoError(t, err)
		require.EqualValues(t, 1, got.GetCapacity().GetActiveClients(), "the pairing stays")
		require.True(t, b.candidate(th.GetName()))

		file := "id,capacity.brought_clients\n" + strings.TrimPrefix(th.GetName(), "therapists/") + ",1\n"
		require.EqualValues(t, 1, b.imported(&matchingv1.ImportTherapistsRequest{Csv: file}).GetUpdated())
		require.EqualValues(t, 1, b.imported(&matchingv1.ImportTherapistsRequest{Csv: file}).GetUnchanged(), "the same again")
		require.False(t, b.candidate(th.GetName()))
		r := b.imported(&matchingv1.ImportTherapistsRequest{Csv: strings.Replace(file, "brought", "active", 1)})
		require.False(t, r.GetApplied(), "what is counted is no column")
	})
}

func TestListTherapists(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		var names []string
		req := &matchingv1.ListTherapistsRequest{PageSize: 5}
		for {
			r, err := b.staff.ListTherapists(b.desk(), req)
			require.NoError(t, err)
			for _, th := range r.GetTherapists() {
				names = append(names, th.GetDisplayName())
			}
			if req.PageToken = r.GetNextPageToken(); req.GetPageToken() == "" {
				break
			}
		}
		require.Len(t, names, 12)
		require.IsIncreasing(t, names)

		req.PageToken = "damaged"
		_, err := b.staff.ListTherapists(b.desk(), req)
		requireReason(t, errs.ReasonInvalidPageToken, err)
		_, err = b.staff.GetTherapist(b.desk(), &matchingv1.GetTherapistRequest{Name: "therapists/" + id.New()})
		requireReason(t, errs.ReasonNotFound, err)
	})
}

func TestWhoMayWhat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		list := func(ctx context.Context) error {
			_, err := b.staff.ListTherapists(ctx, &matchingv1.ListTherapistsRequest{})
			return err
		}
		for _, role := range []identity.Role{identity.FrontDesk, identity.Clinician, identity.ClinicalLead, identity.Admin} {
			require.NoError(t, list(b.as(role)), role)
		}
		requireReason(t, errs.ReasonPermissionDenied, list(b.as(identity.Client)))
		_, err := b.staff.CreateTherapist(b.desk(), &matchingv1.CreateTherapistRequest{Therapist: newcomer()})
		requireReason(t, errs.ReasonPermissionDenied, err)
		_, err = b.intake.RankTherapists(b.as(identity.Clinician), &matchingv1.RankTherapistsRequest{Inquiry: newInquiry(), Need: couple()})
		requireReason(t, errs.ReasonPermissionDenied, err)
		_, err = b.staff.ListWaitlist(b.desk(), &matchingv1.ListWaitlistRequest{})
		require.NoError(t, err)
		_, err = b.staff.ListWaitlist(b.as(identity.Clinician), &matchingv1.ListWaitlistRequest{})
		requireReason(t, errs.ReasonPermissionDenied, err)
	})
}
