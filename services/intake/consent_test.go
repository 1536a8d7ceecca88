package intake

import (
	"testing"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
)

// Who is responsible for a minor and is on record consents, until staff record that a consent is missing.
func TestAGuardianOnRecordConsents(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		r := b.form(0)
		r.Need.AgeGroup, r.Participants, r.Guardian = typev1.Need_TEEN, nil, &intakev1.Guardian{GivenName: "Lou", FamilyName: "Ruizcanary"}
		_, err := b.public.SubmitInquiry(b.visitor(), r)
		require.NoError(t, err)
		inquiry := b.only().GetName()
		minor := func(legal ...typev1.Legal_Matter) {
			require.NoError(t, b.record(inquiry, &typev1.Need{
				Concerns: []typev1.Need_Concern{typev1.Need_ANXIETY}, Format: typev1.Need_INDIVIDUAL, AgeGroup: typev1.Need_TEEN,
				LocationState: "NY", Languages: []string{"en"}, Legal: legal,
			}))
		}
		minor(typev1.Legal_CONSENT_MISSING)
		ranked, err := b.staff.MatchInquiry(b.desk(), &intakev1.MatchInquiryRequest{Name: inquiry})
		require.NoError(t, err)
		require.Empty(t, ranked.GetCandidates())
		minor()
		_, err = b.staff.PairInquiry(b.desk(), b.pairing(inquiry))
		require.NoError(t, err)
		read, err := b.staff.GetInquiry(b.desk(), &intakev1.GetInquiryRequest{Name: inquiry})
		require.NoError(t, err)
		require.Empty(t, read.GetInquiry().GetNeed().GetLegal(), "what staff recorded stands as they did")
	})
}

// A minor for whom no consent is recorded is offered nobody, and the ranking says what to do; once it is, they are paired.
func TestAMinorNeedsAConsent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		inquiry := b.consulted().GetName()
		minor := func(legal ...typev1.Legal_Matter) {
			require.NoError(t, b.record(inquiry, &typev1.Need{
				Concerns: []typev1.Need_Concern{typev1.Need_ANXIETY}, Format: typev1.Need_INDIVIDUAL, AgeGroup: typev1.Need_TEEN,
				LocationState: "NY", Languages: []string{"en"}, Legal: legal,
			}))
		}
		minor()
		ranked, err := b.staff.MatchInquiry(b.desk(), &intakev1.MatchInquiryRequest{Name: inquiry})
		require.NoError(t, err)
		require.Empty(t, ranked.GetCandidates())
		require.Equal(t, "CONSENT_MISSING", ranked.GetNotes()[0].GetCode())
		require.Contains(t, ranked.GetNotes()[0].GetText(), "record it with the call")
		for _, e := range ranked.GetExcluded() {
			last := e.GetReasons()[len(e.GetReasons())-1]
			require.Equal(t, "RULE_LEGAL", last.GetCode())
		}

		minor(typev1.Legal_CONSENT_GIVEN)
		pair := b.pairing(inquiry)
		minor()
		_, err = b.staff.PairInquiry(b.desk(), pair)
		refusal, ok := errs.As(err)
		require.True(t, ok, "%v", err)
		require.Equal(t, errs.Reason("THERAPIST_EXCLUDED"), refusal.Reason)
		require.Equal(t, "RULE_LEGAL", refusal.Metadata["rule"])
		_, err = b.staff.ProposeTherapists(b.desk(), &intakev1.ProposeTherapistsRequest{
			Name: inquiry, Decision: pair.GetDecision(), RequestId: newRequest(),
			Options: []*intakev1.ProposeTherapistsRequest_ProposedOption{{Therapist: pair.GetTherapist(), Slots: []string{pair.GetSlot()}}},
		})
		require.Equal(t, errs.Reason("THERAPIST_EXCLUDED"), errs.ReasonOf(err))

		minor(typev1.Legal_CONSENT_GIVEN)
		pair.RequestId = newRequest()
		_, err = b.staff.PairInquiry(b.desk(), pair)
		require.NoError(t, err)
	})
}

// A minor stays one where a call leaves out the age the form said.
func TestAMinorStaysOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, b *bundle) {
		form := b.form(0)
		form.Need.AgeGroup, form.Guardian = typev1.Need_TEEN, &intakev1.Guardian{GivenName: "Lou"}
		_, err := b.public.SubmitInquiry(b.visitor(), form)
		require.NoError(t, err)
		name := b.only().GetName()
		for _, age := range []typev1.Need_AgeGroup{typev1.Need_AGE_GROUP_UNSPECIFIED, typev1.Need_ADULT} {
			require.NoError(t, b.record(name, &typev1.Need{
				Concerns: []typev1.Need_Concern{typev1.Need_ANXIETY}, Format: typev1.Need_INDIVIDUAL, AgeGroup: age, LocationState: "NY", Languages: []string{"en"},
			}))
			want := age
			if age == typev1.Need_AGE_GROUP_UNSPECIFIED {
				want = typev1.Need_TEEN
			}
			require.Equal(t, want, b.only().GetNeed().GetAgeGroup())
		}
	})
}
