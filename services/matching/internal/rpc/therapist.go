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

		NewClientsPerWeek: t.GetCapacity().GetNewClientsPerWeek(),
		SevereClientsMax:  t.GetCapacity().GetSevereClientsMax(),
		RiskCompetent:     t.GetRiskCompetent(),
		CourtWork:         t.GetCourtWork(),
		Access:            codes[domain.Access](t.GetAccess()),
		TaxonomyCodes:     t.GetTaxonomyCodes(),
	}
	for _, l := range t.GetLicenses() {
		p.Licenses = append(p.Licenses, domain.License{
			State: l.GetState(), Title: l.GetTitle(), ExpireDate: l.GetExpireDate(), Number: l.GetNumber(), Status: code[string](l.GetStatus()),
			Supervised: l.GetSupervised(), DiagnosisPrivilege: code[string](l.GetDiagnosisPrivilege()),
		})
	}
	for _, e := range t.GetExpertise() {
		p.Expertise = append(p.Expertise, domain.Expertise{
			Concern: code[domain.Concern](e.GetConcern()), Level: code[domain.Level](e.GetLevel()),
			Verifier: e.GetVerifier(), ExpireDate: e.GetExpireDate(),
		})
	}
	for _, a := range t.GetApproaches() {
		p.Approaches = append(p.Approaches, domain.Approach{
			Approach: a.GetApproach(), Level: code[domain.Level](a.GetLevel()), Verifier: a.GetVerifier(), ExpireDate: a.GetExpireDate(),
		})
	}
	for _, l := range t.GetLeave() {
		p.Leave = append(p.Leave, domain.Leave{StartDate: l.GetStartDate(), EndDate: l.GetEndDate()})
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
			NewClientsPerWeek: t.NewClientsPerWeek, SevereClientsMax: t.SevereClientsMax, NewClients: t.NewClients, SevereClients: t.SevereClients,
			BroughtClients: t.BroughtClients,
		},
		RiskCompetent: t.RiskCompetent,
		CourtWork:     t.CourtWork,
		Access:        values[typev1.Access_Id](typev1.Access_Id_value, t.Access),
		TaxonomyCodes: t.TaxonomyCodes,
		InitialHours:  windowsProto(t.InitialHours),
		Etag:          t.ETag(),
		CreateTime:    timestamppb.New(t.CreateTime),
		UpdateTime:    timestamppb.New(t.UpdateTime),
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
		out.Licenses = append(out.Licenses, &matchingv1.Therapist_License{
			State: l.State, Title: l.Title, ExpireDate: l.ExpireDate, Number: l.Number, Supervised: l.Supervised,
			Status:             matchingv1.Therapist_License_Status(matchingv1.Therapist_License_Status_value[l.Status]),
			DiagnosisPrivilege: matchingv1.Therapist_License_Privilege(matchingv1.Therapist_License_Privilege_value[l.DiagnosisPrivilege]),
		})
	}
	for _, e := range t.Expertise {
		out.Expertise = append(out.Expertise, &matchingv1.Therapist_Expertise{
			Concern: typev1.Need_Concern(typev1.Need_Concern_value[string(e.Concern)]), Level: levelProto(e.Level),
			Verifier: e.Verifier, ExpireDate: e.ExpireDate,
		})
	}
	for _, a := range t.Approaches {
		out.Approaches = append(out.Approaches, &matchingv1.Therapist_Approach{
			Approach: a.Approach, Level: levelProto(a.Level), Verifier: a.Verifier, ExpireDate: a.ExpireDate,
		})
	}
	for _, l := range t.Leave {
		out.Leave = append(out.Leave, &matchingv1.Therapist_Leave{StartDate: l.StartDate, EndDate: l.EndDate})
	}
	return out
}

func levelProto(l domain.Level) matchingv1.Therapist_Expertise_Level {
	return matchingv1.Therapist_Expertise_Level(matchingv1.Therapist_Expertise_Level_value[string(l)])
}
