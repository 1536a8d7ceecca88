package rpc

import (
	"google.golang.org/protobuf/types/known/timestamppb"

	matchingv1 "github.com/firstcall-health/firstcall/gen/go/firstcall/matching/v1"
	typev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/type/v1"
	"github.com/firstcall-health/firstcall/services/matching/internal/domain"
)

func profileOf(t *matchingv1.Therapist) domain.Profile {
	p := domain.Profile{
		DisplayName:      t.GetDisplayName(),
		Formats:          codes[domain.Format](t.GetFormats()),
		Modes:            codes[domain.Mode](t.GetModes()),
		Languages:        t.GetLanguages(),
		AgeGroups:        codes[domain.AgeGroup](t.GetAgeGroups()),
		ExcludedConcerns: codes[domain.Concern](t.GetExcludedConcerns()),
		FeeCents:         t.GetFeeCents(),
		SlidingFeeCents:  t.GetSlidingFeeCents(),
		Insurers:         t.GetInsurers(),
		Identity: domain.Identity{
			Gender: t.GetIdentity().GetGender(), Cultures: t.GetIdentity().GetCultures(),
			Faiths: t.GetIdentity().GetFaiths(), LGBTQAffirming: t.GetIdentity().GetLgbtqAffirming(),
		},
		Style:           styleOf(t.GetStyle()),
		PractisingSince: t.GetPractisingSince(),
		TargetCaseload:  t.GetCapacity().GetTargetCaseload(),
		Accepting:       t.GetCapacity().GetAccepting(),
	}
	for _, l := range t.GetLicenses() {
		p.Licenses = append(p.Licenses, domain.License{State: l.GetState(), Title: l.GetTitle(), ExpireDate: l.GetExpireDate()})
	}
	for _, e := range t.GetExpertise() {
		p.Expertise = append(p.Expertise, domain.Expertise{Concern: code[domain.Concern](e.GetConcern()), Level: code[domain.Level](e.GetLevel())})
	}
	for _, a := range t.GetApproaches() {
		p.Approaches = append(p.Approaches, domain.Approach{Approach: a.GetApproach(), Level: code[domain.Level](a.GetLevel())})
	}
	for _, w := range t.GetInitialHours() {
		p.InitialHours = append(p.InitialHours, windowOf(w))
	}
	return p
}

func therapistProto(t *domain.Therapist) *matchingv1.Therapist {
	out := &matchingv1.Therapist{
		Name:             therapists + t.ID,
		DisplayName:      t.DisplayName,
		Formats:          values[typev1.Need_Format](typev1.Need_Format_value, t.Formats),
		Modes:            values[typev1.Need_Mode](typev1.Need_Mode_value, t.Modes),
		Languages:        t.Languages,
		AgeGroups:        values[typev1.Need_AgeGroup](typev1.Need_AgeGroup_value, t.AgeGroups),
		ExcludedConcerns: values[typev1.Need_Concern](typev1.Need_Concern_value, t.ExcludedConcerns),
		FeeCents:         t.FeeCents,
		SlidingFeeCents:  t.SlidingFeeCents,
		Insurers:         t.Insurers,
		Identity: &matchingv1.Therapist_Identity{
			Gender: t.Identity.Gender, Cultures: t.Identity.Cultures,
			Faiths: t.Identity.Faiths, LgbtqAffirming: t.Identity.LGBTQAffirming,
		},
		PractisingSince: t.PractisingSince,
		Capacity: &matchingv1.Therapist_Capacity{
			TargetCaseload: t.TargetCaseload, ActiveClients: t.ActiveClients, Reserved: t.Reserved, Accepting: t.Accepting,
		},
		InitialHours: windowsProto(t.InitialHours),
		Etag:         t.ETag(),
		CreateTime:   timestamppb.New(t.CreateTime),
		UpdateTime:   timestamppb.New(t.UpdateTime),
	}
	if t.Deleted() {
		out.DeleteTime = timestamppb.New(t.DeleteTime)
	}
	if s := t.Style; s != nil {
		out.Style = &typev1.Need_Style{
			Directiveness: s.Directiveness, Intensity: s.Intensity, PastOrientation: s.PastOrientation, Warmth: s.Warmth,
		}
	}
	for _, l := range t.Licenses {
		out.Licenses = append(out.Licenses, &matchingv1.Therapist_License{State: l.State, Title: l.Title, ExpireDate: l.ExpireDate})
	}
	for _, e := range t.Expertise {
		out.Expertise = append(out.Expertise, &matchingv1.Therapist_Expertise{
			Concern: typev1.Need_Concern(typev1.Need_Concern_value[string(e.Concern)]), Level: levelProto(e.Level),
		})
	}
	for _, a := range t.Approaches {
		out.Approaches = append(out.Approaches, &matchingv1.Therapist_Approach{Approach: a.Approach, Level: levelProto(a.Level)})
	}
	return out
}

func levelProto(l domain.Level) matchingv1.Therapist_Expertise_Level {
	return matchingv1.Therapist_Expertise_Level(matchingv1.Therapist_Expertise_Level_value[string(l)])
}
